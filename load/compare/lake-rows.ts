import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import pLimit from 'p-limit';
import { isAlive } from '../../disk/file-lock.js';
import { ASIDE_PREFIX, writeFault } from '../../disk/write-whole.js';
import { causeText } from '../../fault/fault.js';
import { literal, openDuck } from '../../transform/lake/duck.js';
import { identifier } from '../../transform/lake/identifier.js';
import { damagedLake, type Lake, type LakeTable } from '../../transform/lake/lake.js';
import { loadFault } from '../faults.js';
import { type CsvFile, writeCsv } from '../write/csv-file.js';
import { readLakeChecksums, type SeasonChecksum } from './checksums.js';
import { compareRows, type Differences } from './compare-rows.js';
import type { TablePair } from './match-lake.js';
import { type IdNames, readIdNames } from './row-name.js';
import { duckText, pairColumns } from './row-text.js';

const MEMORY_LIMIT = '500MB';
const FOLDER_PREFIX = `${ASIDE_PREFIX}load-`;

/** Reads a lake's rows with DuckDB. Calls may overlap: they run one after the other. */
export type LakeRows = {
  /** All rows of a table, its columns in the target's order. */
  write(pair: TablePair): Promise<CsvFile>;
  /** All rows of a table that the target does not have yet. */
  writeNew(table: LakeTable): Promise<CsvFile>;
  /** The checksums of a table's seasons, computed once. */
  checksums(pair: TablePair): Promise<SeasonChecksum[]>;
  /** Compares some seasons of a table with a CSV file of the target's rows of them. */
  compare(
    pair: TablePair,
    what: {
      readonly seasons: readonly (number | null)[];
      readonly targetFile: string;
      /** Of each kind. */
      readonly mostExamples: number;
    },
  ): Promise<Differences>;
  /** A path for a file that is removed when the work ends. */
  fileFor(pair: TablePair, name: string): string;
};

/**
 * Runs `work` with the rows of a lake; its temporary files are removed afterwards.
 *
 * DuckDB writes the CSV files: encoding rows in JavaScript takes longer than the whole load.
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
  // Statements that queue inside DuckDB block the threads that it reads files with.
  const limit = pLimit(1);
  try {
    const duck = await instance.connect();
    try {
      return await work(duck, (statement) => {
        const result = limit(statement);
        // Nobody may await it any more when it fails: that is no unhandled rejection.
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
  const run = <Result>(table: LakeTable, statement: () => Promise<Result>) =>
    inTurn(async () => {
      try {
        return await statement();
      } catch (error) {
        throw await lakeFault(lake, folder, table, error);
      }
    });
  const write = (table: LakeTable, values: readonly string[]) => {
    const query = `select ${values.join(', ')} from ${rowsOf(table)}`;
    return run(table, () =>
      writeCsv(duck, query, join(folder, `${table.schema}.${table.name}.csv`)),
    );
  };
  let names: Promise<IdNames> | undefined;
  const idNames = () => {
    names ??= readIdNames(duck, lake);
    return names;
  };
  const checksums = new Map<LakeTable, Promise<SeasonChecksum[]>>();
  return {
    write: (pair) => write(pair.lake, pairColumns(pair).map(duckText)),
    writeNew: (table) =>
      write(
        table,
        table.columns.map(({ name }) => identifier(name)),
      ),
    checksums(pair) {
      const { lake: table } = pair;
      const known = checksums.get(table);
      const found = known ?? run(table, () => readLakeChecksums(duck, pair, rowsOf(table)));
      checksums.set(table, found);
      return found;
    },
    compare: (pair, what) =>
      run(pair.lake, () => {
        const prefix = join(folder, `${pair.lake.schema}.${pair.lake.name}`);
        return compareRows(duck, pair, { rows: rowsOf(pair.lake), prefix, idNames, ...what });
      }),
    fileFor: ({ lake: { schema, name } }, what) => join(folder, `${schema}.${name}.${what}`),
  };
}

async function lakeFault(
  lake: Lake,
  folder: string,
  table: LakeTable,
  error: unknown,
): Promise<unknown> {
  const why = causeText(error);
  if (/out of memory|bad.alloc/i.test(why)) {
    const what = `DuckDB cannot read or compare '${table.schema}.${table.name}' (${why})`;
    const remedy = `nothing was changed: free some memory, and space in '${folder}'`;
    return loadFault('MEMORY_FULL', `${what}; ${remedy}`);
  }
  if (/no space left|could not write|permission denied/i.test(why)) {
    return writeFault(folder, error);
  }
  if (!/parquet|no files found|cannot open|IO Error/i.test(why)) return error;
  return damagedLake(`cannot read '${join(lake.folder, table.file)}' (${why})`, lake.folder);
}

async function removeLeftOvers(dataRoot: string) {
  for (const name of await readdir(dataRoot).catch(() => [])) {
    if (!name.startsWith(FOLDER_PREFIX)) continue;
    const pid = Number.parseInt(name.slice(FOLDER_PREFIX.length), 10);
    if (!isAlive(pid)) await rm(join(dataRoot, name), { recursive: true, force: true });
  }
}
