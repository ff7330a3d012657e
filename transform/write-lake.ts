import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Task } from '../command/progress.js';
import { writeFault } from '../disk/write-whole.js';
import { refuseErrors, runChecks } from './checks/run-checks.js';
import { refuseLosses } from './contract/check-contract.js';
import { applyCorrections } from './corrections.js';
import { commentTables } from './lake/comment-tables.js';
import { type Connections, withDuck } from './lake/duck.js';
import { type CorrectionsResult, type Drift, LAKE_DATABASE, type LakeFile } from './lake/lake.js';
import { makeFlatViews } from './lake/make-flat-views.js';
import { writeParquetFiles } from './lake/write-parquet.js';
import { PUBLISHED_LAYERS, tableName } from './models/model-file.js';
import { type OrderedModel, orderModels } from './models/order-models.js';
import { FLAT_SCHEMA } from './models/read-flat-views.js';
import { prepareDatabase, runModels, setVariables } from './models/run-models.js';
import type { Program } from './read-program.js';

/** The input of one build of a lake. */
export type LakeBuild = {
  readonly program: Program;
  /** See archive-variables.ts. */
  readonly variables: Readonly<Record<string, string | string[]>>;
  /** The file of corrections by table. */
  readonly corrections: ReadonlyMap<string, string>;
  /** Compares the archive with the contract. */
  readonly findDrift: () => Promise<Drift[]>;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** The result of a build. */
export type LakeContent = Pick<LakeFile, 'tables' | 'drift' | 'checks' | 'corrections'>;

/**
 * Compares the archive with the contract, then runs all models, corrections and checks. Writes
 * `lyzer.duckdb` and a Parquet file per published table into `folder`.
 *
 * @throws {Fault} CONTRACT_BROKEN, CHECK_FAILED, and as runModels and applyCorrections do
 */
export async function writeLake(
  folder: string,
  build: LakeBuild,
  task: Task,
): Promise<LakeContent> {
  const spillFolder = join(folder, 'spill');
  const limits = { threads: build.threads, spillFolder };
  const made = withDuck(join(folder, LAKE_DATABASE), limits, async (connections) => {
    const interrupt = () => {
      for (const connection of connections) connection.interrupt();
    };
    build.signal?.addEventListener('abort', interrupt);
    try {
      return await fillDatabase(connections, folder, build, task);
    } finally {
      build.signal?.removeEventListener('abort', interrupt);
    }
  });
  const content = await made.catch((error: unknown) => {
    // A checkpoint that finds the disk full, for example.
    const isOfDisk = error instanceof Error && /^IO Error/.test(error.message);
    throw isOfDisk ? writeFault(folder, error) : error;
  });
  await rm(spillFolder, { recursive: true, force: true });
  return content;
}

async function fillDatabase(
  connections: Connections,
  folder: string,
  build: LakeBuild,
  task: Task,
): Promise<LakeContent> {
  const [first, second] = connections;
  const { models, functions, checks } = build.program;
  await prepareDatabase(first, functions, true);
  await Promise.all(connections.map((each) => setVariables(each, build.variables)));
  const ordered = await orderModels(models, first);
  // Judge the contract first: its message names the JSON path, a failing cast does not.
  const [contract, made] = await Promise.allSettled([
    build.findDrift(),
    makeTables([first, second], ordered, build, task),
  ]);
  const drift = resultOf(contract);
  refuseLosses(drift);
  const corrections = resultOf(made);
  task.say('checks');
  const checked = await runChecks(connections, checks);
  refuseErrors(checked);
  const published = ordered.filter(({ layer }) => PUBLISHED_LAYERS.includes(layer));
  const { views } = build.program;
  await makeFlatViews(first, views);
  await commentTables(first, [
    ...published.map((model) => ({
      kind: 'table' as const,
      schema: model.schema,
      name: model.name,
      doc: model.doc,
    })),
    ...views.map(({ name, doc }) => ({
      kind: 'view' as const,
      schema: FLAT_SCHEMA,
      name,
      doc,
    })),
  ]);
  // A checkpoint uses one core only: write Parquet meanwhile.
  const [tables] = await Promise.all([
    writeParquetFiles(second, folder, published),
    first.run('checkpoint'),
  ]);
  return { tables, drift, checks: checked, corrections };
}

function resultOf<Value>(outcome: PromiseSettledResult<Value>): Value {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

async function makeTables(
  connections: readonly DuckDBConnection[],
  ordered: readonly OrderedModel[],
  build: LakeBuild,
  task: Task,
): Promise<CorrectionsResult[]> {
  const corrections: CorrectionsResult[] = [];
  const onMade = async (model: OrderedModel, connection: DuckDBConnection) => {
    build.signal?.throwIfAborted();
    const file = build.corrections.get(tableName(model));
    if (file) corrections.push(await applyCorrections(connection, model, file));
    task.step();
    task.say(tableName(model));
  };
  await runModels(connections, ordered, onMade);
  return corrections.sort((a, b) => (a.table < b.table ? -1 : 1));
}
