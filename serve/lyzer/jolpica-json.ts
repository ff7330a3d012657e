import { z } from 'zod';
import type { Json } from '../../extract/archive/page.js';
import type { LakeView } from '../lake/lake-view.js';
import { answer } from '../mirror/answer/answer.js';
import { lakeStandings } from '../mirror/answer/lake-standings.js';
import { parsePath } from '../mirror/path/parse-path.js';
import { windowOf } from '../mirror/path/window.js';

/** Jolpica's names of the sessions, and what people call them. */
const SESSIONS = {
  firstPractice: 'First Practice',
  secondPractice: 'Second Practice',
  thirdPractice: 'Third Practice',
  qualifying: 'Qualifying',
  sprint: 'Sprint',
  sprintQualifying: 'Sprint Qualifying',
} as const;

const objects = z.array(z.record(z.string(), z.unknown()));
const answerSchema = z.object({
  mRData: z.object({
    standingsTable: z.object({ standingsLists: objects }).optional(),
    raceTable: z.object({ races: objects }).optional(),
  }),
});
const plannedSchema = z.object({ date: z.string(), time: z.string().optional() }).optional();

/** What the mirror answers at a path: races or lists of standings, keys in camelCase. */
export async function askMirror(view: LakeView, path: string): Promise<Json[]> {
  const parsed = parsePath(path);
  if ('refusal' in parsed) return [];
  const window = windowOf(new URLSearchParams('limit=100'));
  const made = await answer(await view.mirror, path, parsed.path, window, lakeStandings(view));
  if (made.status !== 200) return [];
  const { mRData } = answerSchema.parse(JSON.parse(made.body.toString(), camelKeys));
  return mRData.standingsTable?.standingsLists ?? mRData.raceTable?.races ?? [];
}

/** A race of the calendar with its sessions as Lyzer has them: by name, and as a list. */
export function withSessions(race: Json): Json {
  const named = Object.entries(SESSIONS).flatMap(([key, name]) => {
    // Sprint qualifying was called sprint shootout in 2023.
    const given = race[key] ?? (key === 'sprintQualifying' ? race.sprintShootout : undefined);
    const planned = plannedSchema.parse(given);
    return planned === undefined ? [] : [[key, { name, ...planned }] as const];
  });
  const sessions = named.map(([, session]) => session);
  const startOf = ({ date, time = '' }: (typeof sessions)[number]) => `${date} ${time}`;
  return {
    ...race,
    ...Object.fromEntries(named),
    sessions: sessions.toSorted((a, b) => startOf(a).localeCompare(startOf(b))),
  };
}

/** For JSON.parse: keys begin with a small letter. */
function camelKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.replace(/^[A-Z]/, lower), inner]),
  );
}

function lower(letter: string): string {
  return letter.toLowerCase();
}
