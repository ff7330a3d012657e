import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAM } from '../command/program.js';
import type { Progress } from '../command/progress.js';
import type { DataFolder } from '../disk/data-folder.js';
import { writeWhole } from '../disk/write-whole.js';
import { archiveOf, readSnapshot, verifyLists } from '../extract/archive/archive.js';
import { archiveVariables } from './archive-variables.js';
import type { Warning } from './checks/describe-findings.js';
import { findDrift } from './contract/check-contract.js';
import { listCorrections } from './corrections.js';
import { fingerprint } from './fingerprint.js';
import { linkCurrent } from './lake/current-link.js';
import {
  type CheckResult,
  type CorrectionsResult,
  type Drift,
  findLake,
  LAKE_DATABASE,
  LAKE_FORMAT,
  type Lake,
  type LakeFile,
  readLake,
  readLakeHead,
} from './lake/lake.js';
import { hasWrittenBytes, recordFiles } from './lake/lake-files.js';
import { buildLakeFolder, withLakeFolder } from './lake/lake-folder.js';
import { SQL_FOLDER } from './models/read-models.js';
import { LEDGERS, readProgram } from './read-program.js';
import { type LakeContent, writeLake } from './write-lake.js';

export type TransformOptions = {
  readonly data: DataFolder;
  /** A snapshot of the archive. Default: the newest. */
  readonly snapshot?: string | undefined;
  /** For DuckDB. Default: one per core, at most 8. */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type TransformResult = {
  readonly snapshot: string;
  /** The folder of the lake, new or not. */
  readonly lake: string;
  /** Whether a lake of the same snapshot, SQL and rules existed, so that nothing was done. */
  readonly repeated: boolean;
  readonly seconds: number;
  /** The published tables: core and metrics. */
  readonly tables: { readonly schema: string; readonly name: string; readonly rows: number }[];
  /** New fields of Jolpica's that no table has yet. */
  readonly drift: readonly Drift[];
  /** The number of checks, and the warnings with their first rows, beside the lake before. */
  readonly checks: number;
  readonly warnings: readonly Warning[];
  readonly corrections: readonly CorrectionsResult[];
};

/**
 * Transforms a snapshot of the archive, or of the seed if there is no archive, into a lake: a
 * Parquet file per table and one DuckDB file.
 *
 * @throws {Fault} if the lake cannot be made, for example LOCKED when another transform takes too
 *   long; the previous lake stays as it was
 */
export async function transform(
  options: TransformOptions,
  progress: Progress,
): Promise<TransformResult> {
  const startMs = performance.now();
  const { data } = options;
  const archive = await archiveOf(data);
  const snapshot = await readSnapshot(archive, options.snapshot);
  const wanted = await fingerprint(snapshot);

  const makeLake = async () => {
    const program = await readProgram(SQL_FOLDER);
    const corrections = await listCorrections(LEDGERS.corrections, program.models);
    const task = progress.task('transform', program.models.length);
    await buildLakeFolder(data.lake, snapshot.id, async (folder) => {
      const variables = archiveVariables(archive, snapshot, LEDGERS);
      const contract = () => findDrift(archive, snapshot, options.signal);
      const build = { ...options, program, variables, corrections, findDrift: contract };
      const proof = verifyLists(archive, snapshot);
      const content = await proven(proof, writeLake(folder, build, task), options.signal);
      await writeLakeFile(folder, snapshot.id, wanted, content);
    });
    task.end(`${program.models.length} models of snapshot ${snapshot.id}`);
  };
  let before: readonly CheckResult[] | undefined;
  const repeated = await withLakeFolder(data.lake, options.signal, async () => {
    before = await lastChecks(data.lake);
    const former = await findWholeLake(data.lake, snapshot.id);
    const isDone = former?.fingerprint === wanted;
    if (!isDone) await makeLake();
    await moveHead(data.lake, snapshot.id, options.snapshot !== undefined, progress);
    return isDone;
  });
  const { folder, tables, drift, checks, ...lake } = await readLake(data.lake, snapshot.id);
  return {
    snapshot: snapshot.id,
    lake: folder,
    repeated,
    seconds: (performance.now() - startMs) / 1000,
    tables: tables.map(({ schema, name, rows }) => ({ schema, name, rows })),
    drift,
    checks: checks.length,
    warnings: checks
      .filter(({ faults }) => faults > 0)
      .map((check) => ({ ...check, before: faultsBefore(check, before) })),
    corrections: lake.corrections,
  };
}

/**
 * Waits for work on files while they are verified. If both fail, the fault of the damaged file
 * is thrown: it is the cause. An interruption comes before both.
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
  content: LakeContent,
): Promise<void> {
  const file: LakeFile = {
    format: LAKE_FORMAT,
    snapshot,
    fingerprint: wanted,
    program: PROGRAM,
    builtAt: new Date().toISOString(),
    ...content,
    files: await recordFiles(folder, [LAKE_DATABASE, ...content.tables.map((table) => table.file)]),
  };
  await writeFile(join(folder, 'lake.json'), `${JSON.stringify(file, null, 1)}\n`);
}

/** A snapshot given by name becomes a lake beside the current one and does not replace it. */
async function moveHead(
  lakeFolder: string,
  snapshot: string,
  byName: boolean,
  progress: Progress,
): Promise<void> {
  const head = await readLakeHead(lakeFolder);
  const isCurrent = head === snapshot || head === undefined || !byName;
  if (isCurrent && head !== snapshot) await writeWhole(join(lakeFolder, 'HEAD'), `${snapshot}\n`);
  if (isCurrent) await linkCurrent(lakeFolder, snapshot, progress);
}

/** What the checks found in the lake that is current; undefined where none can be read. */
async function lastChecks(lakeFolder: string): Promise<readonly CheckResult[] | undefined> {
  return readLake(lakeFolder).then(
    ({ checks }) => checks,
    () => undefined,
  );
}

function faultsBefore({ name }: CheckResult, before: readonly CheckResult[] | undefined) {
  if (before === undefined) return null;
  return before.find((check) => check.name === name)?.faults ?? 0;
}

/** The lake of a snapshot if every byte is as written; undefined if it is damaged. */
async function findWholeLake(lakeFolder: string, snapshot: string): Promise<Lake | undefined> {
  try {
    const lake = await findLake(lakeFolder, snapshot);
    return lake && (await hasWrittenBytes(lake.folder, lake.files)) ? lake : undefined;
  } catch {
    return undefined;
  }
}
