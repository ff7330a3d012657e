import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataFolder, PROGRAM_FOLDER } from '../command/data-folder.js';
import { PROGRAM } from '../command/program.js';
import type { Progress } from '../command/progress.js';
import { writeWhole } from '../command/write-whole.js';
import { archiveOf, readSnapshot, verifyLists } from '../extract/archive.js';
import { archiveVariables } from './archive-variables.js';
import { fingerprint } from './fingerprint.js';
import {
  findLake,
  LAKE_DATABASE,
  type Lake,
  type LakeFile,
  readLake,
  readLakeHead,
} from './lake.js';
import { buildLakeFolder, cleanLakeFolder } from './lake-folder.js';
import { readModels, SQL_FOLDER } from './read-models.js';
import { readFunctions } from './run-models.js';
import { writeLake } from './write-lake.js';

export type TransformOptions = {
  readonly data: DataFolder;
  /** Of the archive; its newest unless given. */
  readonly snapshot?: string | undefined;
  /** For DuckDB; one per core, at most 8, unless given. */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type TransformResult = {
  readonly snapshot: string;
  /** The folder of the lake that was made, or was there already. */
  readonly lake: string;
  /** Whether the same snapshot, SQL and rules were transformed before, so that nothing was to do. */
  readonly repeated: boolean;
  readonly seconds: number;
  /** The published tables: those of core and metrics. */
  readonly tables: { readonly schema: string; readonly name: string; readonly rows: number }[];
};

/** The folder of the rules of the sport. */
export const RULES_FOLDER = join(PROGRAM_FOLDER, 'data', 'rules');

/**
 * Transforms a snapshot of the archive, or of the seed where there is no
 * archive, into a lake: Parquet per table and one DuckDB file.
 *
 * @throws {Fault} whatever keeps the lake from being made; the former one is then as it was
 */
export async function transform(
  options: TransformOptions,
  progress: Progress,
): Promise<TransformResult> {
  const startMs = performance.now();
  const { data } = options;
  const archive = await archiveOf(data);
  const snapshot = await readSnapshot(archive, options.snapshot);
  const models = await readModels(SQL_FOLDER);
  const functions = await readFunctions(SQL_FOLDER);
  const wanted = await fingerprint(snapshot, models, functions, RULES_FOLDER);

  await cleanLakeFolder(data.lake);
  const former = await findWholeLake(data.lake, snapshot.id);
  const repeated = former?.fingerprint === wanted;
  if (!repeated) {
    const task = progress.task('transform', models.length);
    await buildLakeFolder(data.lake, snapshot.id, async (folder) => {
      const variables = (emptyFile: string) =>
        archiveVariables(archive, snapshot, RULES_FOLDER, emptyFile);
      const build = { ...options, models, functions, variables };
      const proof = verifyLists(archive, snapshot);
      const tables = await proven(proof, writeLake(folder, build, task), options.signal);
      await writeLakeFile(folder, snapshot.id, wanted, tables);
    });
    task.end(`${models.length} models of snapshot ${snapshot.id}`);
  }
  await moveHead(data.lake, snapshot.id, options.snapshot !== undefined);
  const { folder, tables } = await readLake(data.lake, snapshot.id);
  return {
    snapshot: snapshot.id,
    lake: folder,
    repeated,
    seconds: (performance.now() - startMs) / 1000,
    tables: tables.map(({ schema, name, rows }) => ({ schema, name, rows })),
  };
}

/**
 * Waits for work on files that are being proven meanwhile. Where the work fails, damaged
 * files tell better why, and an interruption is no fault at all.
 */
async function proven<Result>(
  proof: Promise<void>,
  work: Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const [proofOutcome, workOutcome] = await Promise.allSettled([proof, work]);
  signal?.throwIfAborted();
  if (proofOutcome.status === 'rejected') throw proofOutcome.reason;
  if (workOutcome.status === 'rejected') throw workOutcome.reason;
  return workOutcome.value;
}

async function writeLakeFile(
  folder: string,
  snapshot: string,
  wanted: string,
  tables: LakeFile['tables'],
): Promise<void> {
  const content: LakeFile = {
    format: 1,
    snapshot,
    fingerprint: wanted,
    program: PROGRAM,
    builtAt: new Date().toISOString(),
    tables,
  };
  await writeFile(join(folder, 'lake.json'), `${JSON.stringify(content, null, 1)}\n`);
}

/** A snapshot that was asked for by name is made beside the current lake, not in its place. */
async function moveHead(lakeFolder: string, snapshot: string, byName: boolean): Promise<void> {
  const head = await readLakeHead(lakeFolder);
  if (head === snapshot || (byName && head !== undefined)) return;
  await writeWhole(join(lakeFolder, 'HEAD'), `${snapshot}\n`);
}

/** The lake of a snapshot if none of its files is missing; a damaged one is made anew. */
async function findWholeLake(lakeFolder: string, snapshot: string): Promise<Lake | undefined> {
  try {
    const lake = await findLake(lakeFolder, snapshot);
    if (!lake) return undefined;
    const files = [LAKE_DATABASE, ...lake.tables.map(({ file }) => file)];
    await Promise.all(files.map((file) => stat(join(lake.folder, file))));
    return lake;
  } catch {
    return undefined;
  }
}
