import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import pLimit from 'p-limit';
import { isAlive } from '../../disk/file-lock.js';
import { ASIDE_PREFIX, writeFault } from '../../disk/write-whole.js';
import { causeText, Fault } from '../../fault/fault.js';
import { literal, openDuck } from '../../transform/lake/duck.js';
import { identifier } from '../../transform/lake/identifier.js';
import type { Lake, LakeTable } from '../../transform/lake/lake.js';
import { type CsvFile, writeCsv } from '../write/csv-file.js';
import { type Group, readLakeGroups } from './checksums.js';
import { compareRows, type Differences } from './compare-rows.js';
import type { TablePair } from './match-lake.js';
import { duckText, pairColumns } from './row-text.js';

const MEMORY_LIMIT = '500MB';
const FOLDER_PREFIX = `${ASIDE_PREFIX}load-`;

/** What a load needs to know of a lake's rows; asked at once, answered in turn. */
export type LakeRows = {
  /** All rows of a table, its columns in the target's order. */
  write(pair: TablePair): Promise<CsvFile>;
  /** All rows of a table that the target does not have yet. */
  writeNew(table: LakeTable): Promise<CsvFile>;
  /** The checksums of a table's seasons, counted once. */
  groups(pair: TablePair): Promise<Group[]>;
  /** Holds some seasons of a table against a CSV file of what the target has of them. */
  compare(
    pair: TablePair,
    what: {
      readonly seasons: readonly (number | null)[];
      readonly targetFile: string;
      /** Of each kind. */
      readonly mostExamples: number;
    },
  ): Promise<Differences>;
  /** A path for a file that goes when the work ends. */
  fileFor(pair: TablePair, name: string): string;
};

/**
 * Gives `work` the rows of a lake; the files that it wrote are gone afterwards.
 *
 * DuckDB writes them: rows encoded in JavaScript would cost more than the whole load.
 *
 * @throws {Fault} LAKE_DAMAGED, WRITE_FAILED
 */
export async function withLakeRows<Result>(
  lake: Lake,
  dataRoot: string,
  work: (rows: LakeRows) => Promise<Result>,
): Promise<Result> {
  await removeLeftOvers(dataRoot);
  const folder = join(dataRoot, `${FOLDER_PREFIX}${process.pid}-${randomUUID()}`);
  await mkdir(folder, { recursive: true }).catch((error) => {
    throw writeFault(folder, error);
  });
  try {
    return await withMemoryDuck(folder, (duck, inTurn) =>
      work(lakeRows(duck, inTurn, lake, folder)),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

async function withMemoryDuck<Result>(
  folder: string,
  work: (duck: DuckDBConnection, inTurn: InTurn) => Promise<Result>,
): Promise<Result> {
  // Rows must come as they lie in the lake: sorted by key.
  const spillFolder = join(folder, 'spill');
  const instance = await openDuck({ memory: MEMORY_LIMIT, spillFolder, keepsOrder: true });
  // Statements that wait in DuckDB hold the threads that files are read with.
  const limit = pLimit(1);
  try {
    const duck = await instance.connect();
    try {
      return await work(duck, (statement) => {
        const result = limit(statement);
        // Asked ahead: by the time it fails, the load may have failed for another reason.
        result.catch(() => {});
        return result;
      });
    } finally {
      limit.clearQueue();
      if (limit.activeCount > 0) duck.interrupt();
      await limit(async () => {});
      duck.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

function lakeRows(duck: DuckDBConnection, inTurn: InTurn, lake: Lake, folder: string): LakeRows {
  const rowsOf = (table: LakeTable) => `read_parquet(${literal(join(lake.folder, table.file))})`;
  const ask = <Result>(table: LakeTable, statement: () => Promise<Result>) =>
    inTurn(async () => {
      try {
        return await statement();
      } catch (error) {
        throw lakeFault(lake, folder, table, error);
      }
    });
  const write = (table: LakeTable, values: readonly string[]) => {
    const query = `select ${values.join(', ')} from ${rowsOf(table)}`;
    return ask(table, () =>
      writeCsv(duck, query, join(folder, `${table.schema}.${table.name}.csv`)),
    );
  };
  const groups = new Map<LakeTable, Promise<Group[]>>();
  return {
    write: (pair) => write(pair.lake, pairColumns(pair).map(duckText)),
    writeNew: (table) =>
      write(
        table,
        table.columns.map(({ name }) => identifier(name)),
      ),
    groups(pair) {
      const { lake: table } = pair;
      const known = groups.get(table);
      const asked = known ?? ask(table, () => readLakeGroups(duck, pair, rowsOf(table)));
      groups.set(table, asked);
      return asked;
    },
    compare: (pair, what) =>
      ask(pair.lake, () => {
        const prefix = join(folder, `${pair.lake.schema}.${pair.lake.name}`);
        return compareRows(duck, pair, { rows: rowsOf(pair.lake), prefix, ...what });
      }),
    fileFor: ({ lake: { schema, name } }, what) => join(folder, `${schema}.${name}.${what}`),
  };
}

function lakeFault(lake: Lake, folder: string, table: LakeTable, error: unknown): unknown {
  const why = causeText(error);
  if (/no space left|could not write|permission denied/i.test(why)) {
    return writeFault(folder, error);
  }
  if (!/parquet|no files found|cannot open|IO Error/i.test(why)) return error;
  return new Fault(
    'LAKE_DAMAGED',
    `cannot read '${join(lake.folder, table.file)}' (${why}); delete '${lake.folder}' and run 'npm run transform'`,
  );
}

async function removeLeftOvers(dataRoot: string) {
  for (const name of await readdir(dataRoot).catch(() => [])) {
    if (!name.startsWith(FOLDER_PREFIX)) continue;
    const pid = Number.parseInt(name.slice(FOLDER_PREFIX.length), 10);
    if (!isAlive(pid)) await rm(join(dataRoot, name), { recursive: true, force: true });
  }
}
