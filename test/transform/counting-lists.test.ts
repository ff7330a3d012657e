import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSnapshot } from '../../extract/archive/archive.js';
import { effectiveRows } from '../../extract/archive/effective-rows.js';
import { isOfRound } from '../../extract/archive/resource.js';
import { scopeOf } from '../../extract/archive/scope.js';
import type { Snapshot } from '../../extract/archive/snapshot.js';
import { archiveVariables } from '../../transform/archive-variables.js';
import { queryRows, withDuck } from '../../transform/lake/duck.js';
import { tableName } from '../../transform/models/model-file.js';
import { orderModels } from '../../transform/models/order-models.js';
import { SQL_FOLDER } from '../../transform/models/read-models.js';
import { prepareDatabase, setVariables } from '../../transform/models/run-models.js';
import { LEDGERS, readProgram } from '../../transform/read-program.js';
import { tempData } from '../temp-folder.js';
import { BRITISH_GRAND_PRIX, driverNamed, madeArchive, madeResult } from './made-archive.js';

// Which of several lists counts is written twice, in TypeScript and in SQL.

const SEASONS = ['2025', '2026'];
const ROUNDS = ['1', '2'];
const DRIVERS = ['farina', 'fagioli', 'parnell'];
const AGES = ['01T00:00:00Z', '01T00:00:00.250Z', '02T00:00:00Z', '03T00:00:00Z'];

const SCOPES = [
  '',
  ...SEASONS.map((season) => `${season}/`),
  ...SEASONS.flatMap((season) => ROUNDS.map((round) => `${season}/${round}/`)),
];

type Made = {
  scope: string;
  confirmedAt: string;
  sequence: number | undefined;
  rounds: string[];
  drivers: string[];
};

/** Lists of any age, of extractions that were counted or not; each may lack rounds that it covers. */
const someLists: fc.Arbitrary<Made[]> = fc.uniqueArray(
  fc.record({
    scope: fc.constantFrom(...SCOPES),
    confirmedAt: fc.constantFrom(...AGES.map((age) => `2026-07-${age}`)),
    sequence: fc.constantFrom(undefined, undefined, 1, 2),
    rounds: fc.subarray(ROUNDS),
    drivers: fc.subarray(DRIVERS),
  }),
  { selector: ({ scope }) => scope, minLength: 2 },
);

test.each([
  ['results', 'stg_results'],
  ['qualifying', 'stg_qualifying'],
  ['sprint', 'stg_sprint'],
  ['races', 'stg_calendar'],
  ['drivers', 'stg_drivers'],
] as const)('%s: TypeScript and SQL take each row from the same list', async (resource, model) => {
  const { root } = await tempData();
  let runs = 0;
  const write = async (made: readonly Made[]) => {
    runs += 1;
    const archive = join(root, String(runs));
    return { archive, snapshot: await writeLists(archive, resource, made) };
  };
  await withDuck(':memory:', { threads: 1 }, async ([connection]) => {
    const first = await write([]);
    await setVariables(connection, archiveVariables(first.archive, first.snapshot, LEDGERS));
    await makeViews(connection);
    await fc.assert(
      fc.asyncProperty(someLists, async (made) => {
        const { archive, snapshot } = await write(made);
        const counting: string[] = [];
        for await (const { key, list } of effectiveRows(archive, snapshot.lists, resource)) {
          const round = key.split('/').slice(0, 2).join('/');
          counting.push(`${round} ${list}`);
        }
        await setVariables(connection, archiveVariables(archive, snapshot, LEDGERS));
        const key = isOfRound(resource) ? "season || '/' || round" : 'driver_ref';
        const rows = await queryRows(
          connection,
          `select ${key} || ' ' || list as counting from staging.${model}`,
        );
        expect(rows.map((row) => row.counting).sort()).toEqual(counting.sort());
      }),
      { numRuns: 25 },
    );
  });
});

async function makeViews(connection: DuckDBConnection) {
  const { models, functions } = await readProgram(SQL_FOLDER);
  await prepareDatabase(connection, functions);
  for (const model of await orderModels(models, connection)) {
    if (model.layer !== 'raw' && model.layer !== 'staging') continue;
    await connection.run(`create view ${tableName(model)} as\n${model.sql}`);
  }
}

/** Writes an archive with lists of one resource, each confirmed when it says. */
async function writeLists(archive: string, resource: string, made: readonly Made[]) {
  const pages = made.map((list) => [`${list.scope}${resource}`, [pageOf(resource, list)]]);
  await madeArchive(archive, Object.fromEntries(pages));
  const snapshot = await readSnapshot(archive);
  const lists = made.map(({ scope, confirmedAt, sequence }) => {
    const list = `${scope}${resource}`;
    const entry = { ...snapshot.lists[list], confirmedAt };
    return [list, sequence === undefined ? entry : { ...entry, sequence }];
  });
  const aged: Snapshot = { ...snapshot, lists: Object.fromEntries(lists) };
  await writeFile(join(archive, 'snapshots', `${snapshot.id}.json`), JSON.stringify(aged));
  return aged;
}

function pageOf(resource: string, { scope, rounds, drivers }: Made) {
  if (resource === 'drivers') return { DriverTable: { Drivers: drivers.map(driverNamed) } };
  const { season, round } = scopeOf(`${scope}${resource}`);
  const rows = [madeResult(1, 'farina')];
  const Races = SEASONS.filter((year) => Number(year) === (season ?? Number(year))).flatMap(
    (year) =>
      rounds
        .filter((number) => Number(number) === (round ?? Number(number)))
        .map((number) => ({
          ...BRITISH_GRAND_PRIX,
          season: year,
          round: number,
          raceName: `Race ${number}`,
          ...{ Results: rows, QualifyingResults: rows, SprintResults: rows },
        })),
  );
  return { RaceTable: { Races } };
}
