import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from '../transform/lake/duck.js';
import { reconcileFault } from './faults.js';

/** A table of f1db, and how f1db's release has it: as one file, or two of standings. */
type F1dbTable = {
  readonly name: string;
  /** Standings after each round, and final ones without a round. */
  readonly release: readonly [file: string, finals?: string];
  /** Columns that the release names in another way. */
  readonly renamed: readonly string[];
};

const YEAR = 'year as season';
const PLACE = 'positionText as "position"';
const GRID = 'gridPositionText as gridPosition';

// The release's names are those of its schemas: src/schema/current/splitted of f1db's repository.
const TABLES: readonly F1dbTable[] = [
  { name: 'races', release: ['races'], renamed: [YEAR] },
  { name: 'drivers', release: ['drivers'], renamed: [] },
  { name: 'race-results', release: ['races-race-results'], renamed: [YEAR, PLACE, GRID] },
  { name: 'starting-grid', release: ['races-starting-grid-positions'], renamed: [YEAR, PLACE] },
  { name: 'fastest-laps', release: ['races-fastest-laps'], renamed: [YEAR, PLACE] },
  { name: 'qualifying', release: ['races-qualifying-results'], renamed: [YEAR, PLACE] },
  {
    name: 'sprint-qualifying',
    release: ['races-sprint-qualifying-results'],
    renamed: [YEAR, PLACE],
  },
  { name: 'sprint-results', release: ['races-sprint-race-results'], renamed: [YEAR, PLACE, GRID] },
  { name: 'pit-stops', release: ['races-pit-stops'], renamed: [YEAR, PLACE] },
  {
    name: 'driver-standings',
    release: ['races-driver-standings', 'seasons-driver-standings'],
    renamed: [YEAR, PLACE],
  },
  {
    name: 'constructor-standings',
    release: ['races-constructor-standings', 'seasons-constructor-standings'],
    renamed: [YEAR, PLACE],
  },
];

/**
 * Makes `f1db.race_results` and its like of f1db's CSV files; every value is text.
 *
 * @param folder f1db's release (`f1db-races.csv`), or its YAML as tables (`races.csv.gz`)
 * @throws {Fault} SOURCE_MISSING
 */
export async function readF1db(connection: DuckDBConnection, folder: string): Promise<void> {
  const files = await readdir(folder).catch((): string[] => []);
  const isRelease = files.includes('f1db-races.csv');
  const wanted = TABLES.flatMap(({ name, release }) =>
    isRelease ? release.map((file) => `f1db-${file}.csv`) : [`${name}.csv.gz`],
  );
  const missing = wanted.find((file) => !files.includes(file));
  if (missing !== undefined) {
    const remedy = "name the folder of f1db's CSV files with --f1db";
    throw reconcileFault('SOURCE_MISSING', `no '${missing}' in '${folder}'; ${remedy}`);
  }
  await connection.run('create schema f1db');
  for (const table of TABLES) {
    const select = isRelease
      ? releaseSelect(folder, table)
      : `from ${csv(folder, `${table.name}.csv.gz`)}`;
    await connection.run(`create table f1db.${table.name.replaceAll('-', '_')} as ${select}`);
  }
}

function releaseSelect(folder: string, { release, renamed }: F1dbTable): string {
  const columns = renamed.length === 0 ? '*' : `* rename (${renamed.join(', ')})`;
  const [file, finals] = release;
  const rows = `select ${columns} from ${csv(folder, `f1db-${file}.csv`)}`;
  if (finals === undefined) return rows;
  const last = `select '0' as round, ${columns} from ${csv(folder, `f1db-${finals}.csv`)}`;
  return `${rows} union all by name ${last}`;
}

function csv(folder: string, file: string): string {
  return `read_csv(${literal(join(folder, file))}, header = true, all_varchar = true)`;
}
