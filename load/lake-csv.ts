import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { causeText, Fault } from '../command/fault.js';
import { isAlive } from '../command/file-lock.js';
import { ASIDE_PREFIX, writeFault } from '../command/write-whole.js';
import { literal } from '../transform/duck.js';
import type { Lake, LakeTable } from '../transform/lake.js';

const MEMORY_LIMIT = '500MB';
const FOLDER_PREFIX = `${ASIDE_PREFIX}load-`;

/** Writes tables of a lake as the CSV that COPY reads. */
export type LakeCsv = {
  /** Writes a table's columns in the order given; null is nothing, the empty text is "". */
  write(table: LakeTable, columns: readonly string[]): Promise<string>;
  /** The rows that a table's file really holds. */
  count(table: LakeTable): Promise<number>;
};

/**
 * Gives `work` a lake's tables as CSV files; they are gone afterwards.
 *
 * DuckDB writes them: rows encoded in JavaScript would cost more than the whole load.
 *
 * @throws {Fault} LAKE_DAMAGED, WRITE_FAILED
 */
export async function withLakeCsv<Result>(
  lake: Lake,
  dataRoot: string,
  work: (csv: LakeCsv) => Promise<Result>,
): Promise<Result> {
  await removeLeftOvers(dataRoot);
  const folder = join(dataRoot, `${FOLDER_PREFIX}${process.pid}-${randomUUID()}`);
  await mkdir(folder, { recursive: true }).catch((error) => {
    throw writeFault(folder, error);
  });
  try {
    return await withMemoryDuck((duck) => work(lakeCsv(duck, lake, folder)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// Not transform's: rows must keep their order, sorted by key as they are in the lake.
async function withMemoryDuck<Result>(work: (duck: DuckDBConnection) => Promise<Result>) {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: MEMORY_LIMIT });
  try {
    const duck = await instance.connect();
    return await work(duck).finally(() => duck.closeSync());
  } finally {
    instance.closeSync();
  }
}

function lakeCsv(duck: DuckDBConnection, lake: Lake, folder: string): LakeCsv {
  const rowsOf = (table: LakeTable) => `read_parquet(${literal(join(lake.folder, table.file))})`;
  const lakeFault = (table: LakeTable, error: unknown) => {
    if (/no space left|could not write|permission denied/i.test(causeText(error))) {
      return writeFault(folder, error);
    }
    return new Fault(
      'LAKE_DAMAGED',
      `cannot read '${join(lake.folder, table.file)}' (${causeText(error)}); delete '${lake.folder}' and run 'npm run transform'`,
    );
  };
  return {
    async write(table, columns) {
      const file = join(folder, `${table.schema}.${table.name}.csv`);
      const list = columns.map(identifier).join(', ');
      try {
        await duck.run(
          `copy (select ${list} from ${rowsOf(table)}) to ${literal(file)} (format csv, header false)`,
        );
      } catch (error) {
        throw lakeFault(table, error);
      }
      return file;
    },
    async count(table) {
      try {
        const reader = await duck.runAndReadAll(`select count(*) from ${rowsOf(table)}`);
        return Number(reader.getRows()[0]?.[0]);
      } catch (error) {
        throw lakeFault(table, error);
      }
    },
  };
}

async function removeLeftOvers(dataRoot: string) {
  for (const name of await readdir(dataRoot).catch(() => [])) {
    if (!name.startsWith(FOLDER_PREFIX)) continue;
    const pid = Number.parseInt(name.slice(FOLDER_PREFIX.length), 10);
    if (!isAlive(pid)) await rm(join(dataRoot, name), { recursive: true, force: true });
  }
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
