import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import pLimit from 'p-limit';
import { VERSION } from '../../command/program.js';
import { type DataFolder, SEED_FOLDER } from '../../disk/data-folder.js';
import { archiveOf, readSnapshot } from '../../extract/archive/archive.js';
import type { Snapshot } from '../../extract/archive/snapshot.js';
import { causeText, Fault } from '../../fault/fault.js';
import { LAKE_DATABASE, type Lake, readLake } from '../../transform/lake/lake.js';
import { openReader } from '../../transform/lake/lake-reader.js';
import { toJson } from '../../transform/lake/query-value.js';
import { HttpFault } from '../access/http-fault.js';
import { type AnswerCache, cacheAnswers } from '../mirror/answer/answer-cache.js';
import { readCorrections } from '../mirror/memory/corrections.js';
import { type Mirror, readMirror } from '../mirror/memory/read-mirror.js';

/** A row of a query's answer. Integers and decimals are numbers, times are text. */
export type Row = Readonly<Record<string, unknown>>;

/** One lake, open for reading. It never changes; a newer lake is another view. */
export type LakeView = {
  readonly lake: Lake;
  readonly snapshot: Snapshot;
  /**
   * What the mirror answers from. Reading it takes seconds, and begins when the lake is opened:
   * who asks early waits.
   */
  readonly mirror: Promise<Mirror>;
  readonly answers: AnswerCache;
  /** The ETag of every answer: the same lake and program give the same answer to a URL. */
  readonly etag: string;
  query(sql: string, values?: Values): Promise<Row[]>;
  close(): void;
};

/** Values by position (`$1`) or by name (`$season`). */
type Values = DuckDBValue[] | Record<string, DuckDBValue>;

const LIMITS = { memory: '512MB', threads: 2 };
const CONNECTIONS = 4;
const ANSWER_BYTES = 32 * 2 ** 20;

/**
 * Opens the current lake, and begins to read the raw answers of its snapshot for the mirror.
 *
 * @throws {Fault} as readLake and readSnapshot do
 */
export async function openLakeView(data: DataFolder, correctionsFolder: string): Promise<LakeView> {
  const lake = await readLake(data.lake);
  const { archive, snapshot } = await snapshotOf(data, lake.snapshot);
  const corrections = await readCorrections(correctionsFolder);
  const instance = await openReader(join(lake.folder, LAKE_DATABASE), LIMITS);
  const free: DuckDBConnection[] = [];
  for (let count = 0; count < CONNECTIONS; count += 1) free.push(await instance.connect());
  const atOnce = pLimit(CONNECTIONS);
  const query = (sql: string, values: Values = []) =>
    atOnce(async () => {
      const connection = free.pop();
      if (!connection) throw new Error('a connection was not returned');
      try {
        const reader = await connection.runAndReadAll(sql, values);
        return reader.convertRowObjects(toJson);
      } finally {
        free.push(connection);
      }
    });
  const reading = new AbortController();
  const { lists } = snapshot;
  const archived = { archive, lists, corrections, signal: reading.signal };
  const mirror = readMirror(archived).catch((error) => {
    const sentence = `the answers of Jolpica cannot be read (${causeText(error)})`;
    throw new HttpFault(503, 'LAKE_EMPTY', sentence);
  });
  // It may fail before anybody asks.
  mirror.catch(() => {});
  const close = () => {
    reading.abort();
    for (const connection of free) connection.closeSync();
    instance.closeSync();
  };
  const etag = `"${VERSION}-${lake.fingerprint.slice(0, 16)}"`;
  const answers = cacheAnswers(ANSWER_BYTES);
  return { lake, snapshot, mirror, answers, etag, query, close };
}

/** A fresh machine's lake was built from the seed; the archive that follows lacks its snapshot. */
async function snapshotOf(data: DataFolder, id: string) {
  const archive = await archiveOf(data);
  try {
    return { archive, snapshot: await readSnapshot(archive, id) };
  } catch (error) {
    if (!(error instanceof Fault) || archive === SEED_FOLDER) throw error;
    return { archive: SEED_FOLDER, snapshot: await readSnapshot(SEED_FOLDER, id) };
  }
}
