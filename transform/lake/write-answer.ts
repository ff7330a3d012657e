import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DuckDBDataChunk } from '@duckdb/node-api';
import { ASIDE_PREFIX, moveInPlace, writeFault, writeWhole } from '../../disk/write-whole.js';
import { literal, openDuck } from './duck.js';
import { identifier } from './identifier.js';
import type { QueryAnswer } from './query.js';
import { distinctNames, print, type QueryFormat } from './query-output.js';

/** A file with the answer of a query. */
export type WrittenAnswer = {
  readonly file: string;
  readonly format: string;
  readonly rows: number;
};

/**
 * Writes an answer into a file, which is there whole or not at all.
 *
 * @throws {Fault} WRITE_FAILED
 */
export async function writeAnswer(
  answer: QueryAnswer,
  format: QueryFormat | 'parquet',
  to: string,
): Promise<WrittenAnswer> {
  const file = resolve(to);
  let rows = 0;
  async function* counted() {
    for await (const batch of answer.batches) {
      rows += batch.length;
      yield batch;
    }
  }
  const counting = { columns: answer.columns, batches: counted() };
  if (format === 'parquet') await writeParquet(counting, file);
  else await writeWhole(file, encoded(print(counting, format)));
  return { file, format, rows };
}

async function* encoded(parts: AsyncIterable<string>) {
  const encoder = new TextEncoder();
  for await (const part of parts) yield encoder.encode(part);
}

/**
 * The DuckDB that reads the lake cannot write any file: another one, which knows nothing but the
 * answer, writes it.
 */
async function writeParquet({ columns, batches }: QueryAnswer, file: string): Promise<void> {
  const folder = dirname(file);
  const name = `${ASIDE_PREFIX}${process.pid}-${randomUUID()}`;
  const [aside, spillFolder] = [join(folder, name), join(folder, `${name}-spill`)];
  const instance = await openDuck({ keepsOrder: true, spillFolder });
  const connection = await instance.connect();
  try {
    const names = distinctNames(columns);
    const types = columns.map(({ type }) => type);
    const made = names.map((column, at) => `${identifier(column)} ${String(types[at])}`);
    await connection.run(`create table answer (${made.join(', ')})`);
    const appender = await connection.createAppender('answer');
    for await (const batch of batches) {
      const chunk = DuckDBDataChunk.create(types, batch.length);
      chunk.setRows(batch);
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    await writing(file, () => mkdir(folder, { recursive: true }));
    const copy = `copy answer to ${literal(aside)} (format parquet, compression zstd)`;
    await writing(file, () => connection.run(copy));
    await writing(file, () => syncFile(aside));
    await moveInPlace(aside, file);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(aside, { force: true }).catch(() => {});
    await rm(spillFolder, { recursive: true, force: true }).catch(() => {});
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync().finally(() => handle.close());
}

async function writing(file: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw writeFault(file, error);
  }
}
