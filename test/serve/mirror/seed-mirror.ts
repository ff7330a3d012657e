import { z } from 'zod';
import { SEED_FOLDER } from '../../../disk/data-folder.js';
import { readSnapshot } from '../../../extract/archive/archive.js';
import { answer, refusalAnswer } from '../../../serve/mirror/answer/answer.js';
import { type Mirror, readMirror } from '../../../serve/mirror/memory/read-mirror.js';
import { parsePath } from '../../../serve/mirror/path/parse-path.js';
import { windowOf } from '../../../serve/mirror/path/window.js';

const NO_CORRECTIONS = {
  values: new Map(),
  removed: new Set<string>(),
  added: new Map(),
  orders: new Map(),
};

/** The mirror of the seed, without a lake: final standings only. */
export async function readSeedMirror(): Promise<Mirror> {
  const { lists } = await readSnapshot(SEED_FOLDER);
  return readMirror({
    archive: SEED_FOLDER,
    lists,
    corrections: NO_CORRECTIONS,
    signal: new AbortController().signal,
  });
}

/** The status and the parsed answer to a path behind `/ergast/f1`, or its text where it is a page. */
export async function askMirror(mirror: Mirror, url: string) {
  const [text = '', query = ''] = url.split('?');
  const parsed = parsePath(decodeURIComponent(text));
  const made =
    'refusal' in parsed
      ? refusalAnswer(parsed.refusal)
      : await answer(
          mirror,
          `/ergast/f1${decodeURIComponent(text)}`,
          parsed.path,
          windowOf(new URLSearchParams(query)),
          async () => undefined,
        );
  const body = made.body.toString('utf8');
  return { status: made.status, body: made.type === 'application/json' ? JSON.parse(body) : body };
}

const answerSchema = z.object({
  MRData: z.looseObject({ total: z.string(), url: z.string() }),
});
const tableSchema = z.looseObject({});
const raceSchema = z.looseObject({ season: z.string(), round: z.string(), raceName: z.string() });

/** What a path answers with 200: its total, the criteria that it repeats, and its items. */
export async function readAnswer(mirror: Mirror, url: string) {
  const { MRData } = answerSchema.parse((await askMirror(mirror, url)).body);
  const name = Object.keys(MRData).find((key) => key.endsWith('Table')) ?? '';
  const entries = Object.entries(tableSchema.parse(MRData[name]));
  const criteria = Object.fromEntries(entries.slice(0, -1));
  const items = z.array(tableSchema).parse(entries.at(-1)?.[1]);
  return { ...MRData, total: Number(MRData.total), criteria, items };
}

/** By race, the ids of the drivers in the order of the answer: `2023/15 sainz tsunoda`. */
export async function driversByRace(mirror: Mirror, url: string): Promise<string[]> {
  const { items } = await readAnswer(mirror, url);
  return z
    .array(raceSchema)
    .parse(items)
    .map((race) => {
      const rows = Object.values(race).find(Array.isArray) as { Driver: { driverId: string } }[];
      return [`${race.season}/${race.round}`, ...rows.map((row) => row.Driver.driverId)].join(' ');
    });
}
