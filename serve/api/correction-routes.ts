import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LEDGERS } from '../../transform/read-program.js';
import type { App } from '../app.js';
import { type LakeHolder, useLake } from '../lake/lake-holder.js';
import { readCsv } from '../mirror/memory/read-csv.js';
import { faultSchema, round, season } from './schemas.js';

const text = z.string().nullable();
const lineSchema = z
  .looseObject({ column: z.string(), old: text, new: text, source: z.string() })
  .catchall(text);
type Line = { readonly table: string; readonly values: z.infer<typeof lineSchema> };

const correctionsSchema = z.object({
  rows: z.array(
    z.object({
      table: z.string(),
      row: z.string().meta({ description: 'names the row, for `/api/v1/trace`' }),
      column: z.string().meta({ description: '`row` if the whole row was added or removed' }),
      old: text,
      new: text,
      source: z.string(),
    }),
  ),
});

const RACE = 'select race_name from lyzer.race where season = $season and round = $round';

/** `/api/v1/seasons/…/corrections`: what was corrected in a race, with sources. */
export function correctionRoutes(app: App, lakes: LakeHolder) {
  let lines: Promise<Line[]> | undefined;
  app.get(
    '/api/v1/seasons/:season/rounds/:round/corrections',
    {
      schema: {
        summary: "What was corrected in a race's rows, each value with its source",
        tags: ['tables'],
        params: z.object({ season, round }),
        response: { 200: correctionsSchema, 400: faultSchema, 503: faultSchema },
      },
    },
    async ({ params }) => {
      const found = await useLake(lakes, ({ query }) => query(RACE, params));
      lines ??= readLines();
      const known = await lines;
      const rows = found.flatMap(({ race_name }) => {
        const race = `${params.season}/${race_name}`;
        return known.flatMap((line) => ofRace(line, race, `${params.season}/${params.round}`));
      });
      return { rows };
    },
  );
}

async function readLines(): Promise<Line[]> {
  const files = (await readdir(LEDGERS.corrections)).filter((file) => file.endsWith('.csv'));
  const read = files.sort().map(async (file) => {
    const rows = await readCsv(join(LEDGERS.corrections, file), lineSchema);
    return rows.map((values) => ({ table: file.replace(/\.csv$/, ''), values }));
  });
  return (await Promise.all(read)).flat();
}

/** A line of a race: its key has season and the race's name, `lap` has further columns of a key. */
function ofRace({ table, values }: Line, race: string, round: string) {
  const { column, old, new: value, source, ...keys } = values;
  const parts = Object.values(keys).map((key) => String(key));
  // Of `race/2001/Hungarian Grand Prix` what follows the kind counts.
  const named = parts.map((part) => part.slice(part.indexOf('/') + 1)).join('/');
  if (named !== race && !named.startsWith(`${race}/`)) return [];
  return [{ table, row: `${round}${named.slice(race.length)}`, column, old, new: value, source }];
}
