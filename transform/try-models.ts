import type { DuckDBConnection } from '@duckdb/node-api';
import type { Progress } from '../command/progress.js';
import { archiveOf, readSnapshot } from '../extract/archive/archive.js';
import { archiveVariables } from './archive-variables.js';
import { declaredChecks } from './checks/read-checks.js';
import { runChecks } from './checks/run-checks.js';
import { applyCorrections, listCorrections } from './corrections.js';
import { queryRows, withDuck } from './lake/duck.js';
import type { CheckResult } from './lake/lake.js';
import { tableName } from './models/model-file.js';
import { type OrderedModel, orderModels } from './models/order-models.js';
import { SQL_FOLDER } from './models/read-models.js';
import { prepareDatabase, runModels, setVariables } from './models/run-models.js';
import { selectModels } from './models/select-models.js';
import { LEDGERS, readProgram } from './read-program.js';
import type { TransformOptions } from './transform.js';

export type TryOptions = TransformOptions & {
  /** `driver_season`, or `driver_season+` with all models that read it. */
  readonly select: string;
};

export type TryResult = {
  readonly snapshot: string;
  readonly models: readonly TriedModel[];
  /** The checks that found rows. */
  readonly warnings: readonly CheckResult[];
  readonly seconds: number;
};

export type TriedModel = {
  readonly name: string;
  readonly rows: number;
  /** The first rows, with values as text. */
  readonly sample: readonly Record<string, unknown>[];
};

const SAMPLE_ROWS = 5;

/**
 * Runs some models and their inputs in memory, to work on them, with their corrections and the
 * checks of their ymls. Writes nothing.
 *
 * @throws {Fault} MODEL_UNKNOWN, and as transform does
 */
export async function tryModels(options: TryOptions, progress: Progress): Promise<TryResult> {
  const startMs = performance.now();
  const archive = await archiveOf(options.data);
  const snapshot = await readSnapshot(archive, options.snapshot);
  const program = await readProgram(SQL_FOLDER);
  const corrections = await listCorrections(LEDGERS.corrections, program.models);
  return withDuck(':memory:', { threads: options.threads }, async (connections) => {
    const [first] = connections;
    await prepareDatabase(first, program.functions);
    const { chosen, needed } = selectModels(
      await orderModels(program.models, first),
      options.select,
    );
    for (const connection of connections) {
      await setVariables(connection, archiveVariables(archive, snapshot, LEDGERS));
    }
    const task = progress.task('transform', needed.length);
    await runModels(connections, needed, async (model, connection) => {
      options.signal?.throwIfAborted();
      const file = corrections.get(tableName(model));
      if (file) await applyCorrections(connection, model, file);
      task.step();
    });
    task.end(`${needed.length} models, nothing was written`);
    const made = new Set(needed.map(tableName));
    const reachable = declaredChecks(program.models).filter(
      ({ name, sql }) =>
        chosen.some((model) => name.startsWith(`${tableName(model)} `)) && readsOnly(sql, made),
    );
    const checked = await runChecks(connections, reachable);
    const models: TriedModel[] = [];
    for (const model of chosen) models.push(await triedModel(first, model));
    return {
      snapshot: snapshot.id,
      models,
      warnings: checked.filter(({ faults }) => faults > 0),
      seconds: (performance.now() - startMs) / 1000,
    };
  });
}

/** Whether a check reads only these tables; a reference may point to others. */
export function readsOnly(sql: string, made: ReadonlySet<string>): boolean {
  const tables = [...sql.matchAll(/\bfrom (\w+\.\w+)/g)].map(([, table]) => String(table));
  return tables.every((table) => made.has(table));
}

async function triedModel(connection: DuckDBConnection, model: OrderedModel): Promise<TriedModel> {
  const name = tableName(model);
  const [count] = await queryRows(connection, `select count(*) as rows from ${name}`);
  const sample = await queryRows(connection, `select * from ${name} limit ${SAMPLE_ROWS}`);
  return { name, rows: Number(count?.rows), sample };
}
