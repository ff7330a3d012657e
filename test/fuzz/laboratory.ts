import { rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { versionFile } from '../../extract/archive/archive.js';
import { parsePage } from '../../extract/archive/page.js';
import { isAlpha, resourceOf } from '../../extract/archive/resource.js';
import { incompleteness } from '../../extract/fetch/prove-complete.js';
import { Fault } from '../../fault/fault.js';
import { archiveVariables } from '../../transform/archive-variables.js';
import { describeCheck, describeDrift } from '../../transform/checks/describe-findings.js';
import type { Check } from '../../transform/checks/read-checks.js';
import { refuseErrors, runChecks } from '../../transform/checks/run-checks.js';
import { findDrift, refuseLosses } from '../../transform/contract/check-contract.js';
import { applyCorrections, listCorrections } from '../../transform/corrections.js';
import { queryRows, withDuck } from '../../transform/lake/duck.js';
import { LAYERS, PUBLISHED_LAYERS, tableName } from '../../transform/models/model-file.js';
import { type OrderedModel, orderModels } from '../../transform/models/order-models.js';
import { SQL_FOLDER } from '../../transform/models/read-models.js';
import { prepareDatabase, runModels, setVariables } from '../../transform/models/run-models.js';
import { LEDGERS, readProgram } from '../../transform/read-program.js';
import { writeList } from '../transform/cut-seed.js';
import type { Pages, World } from './small-world.js';

/** How a mutated list ended. */
export type Verdict = {
  readonly end: 'not fetched' | 'refused' | 'warned' | 'unchanged' | 'changed' | 'crashed';
  /** What was said; of a change, the tables. */
  readonly why: string;
};

/** A world's tables in one DuckDB, which judges mutated lists one after another. */
export type Laboratory = {
  judge(list: string, pages: Pages): Promise<Verdict>;
};

type State = {
  readonly world: World;
  readonly connection: DuckDBConnection;
  readonly models: readonly OrderedModel[];
  /** Whether a model needs no metric. */
  readonly isEarly: ReadonlySet<string>;
  readonly checks: readonly (Check & { readonly inputs: readonly string[] })[];
  readonly corrections: ReadonlyMap<string, string>;
  readonly hashes: ReadonlyMap<string, string>;
  readonly findings: ReadonlyMap<string, string>;
};

/** Builds all tables of a world once, and lends the laboratory to `work`. */
export async function withLaboratory<Result>(
  world: World,
  work: (laboratory: Laboratory) => Promise<Result>,
): Promise<Result> {
  return withDuck(':memory:', { threads: 1 }, async ([connection]) => {
    const state = await build(world, connection);
    return work({ judge: (list, pages) => judge(state, list, pages) });
  });
}

async function build(world: World, connection: DuckDBConnection): Promise<State> {
  const program = await readProgram(SQL_FOLDER);
  await prepareDatabase(connection, program.functions);
  await setVariables(connection, archiveVariables(world.archive, world.snapshot, LEDGERS));
  const models = await orderModels(program.models, connection);
  // Checks have inputs as models have.
  const asModels = program.checks.map(({ name, file, sql }) => ({
    ...(models[0] as OrderedModel),
    ...{ schema: 'checks', name, file, sql },
  }));
  const ordered = await orderModels([...program.models, ...asModels], connection);
  const inputs = new Map(ordered.map((one) => [tableName(one), one.inputs]));
  const checks = program.checks.map((check) => ({
    ...check,
    inputs: inputs.get(`checks.${check.name}`) ?? [],
  }));
  const corrections = await listCorrections(LEDGERS.corrections, program.models);
  const bare = { world, connection, models, checks, corrections, isEarly: earlyOf(models) };
  const hashes = new Map<string, string>();
  for (const model of models) {
    await make(bare, model);
    hashes.set(tableName(model), await hashOf(connection, model));
  }
  const results = await runChecks([connection], program.checks);
  refuseErrors(results);
  const findings = new Map(results.map((result) => [result.name, JSON.stringify(result.faults)]));
  return { ...bare, hashes, findings };
}

function earlyOf(models: readonly OrderedModel[]): Set<string> {
  const early = new Set<string>();
  for (const model of models) {
    const isLate = model.schema === LAYERS.metrics || !model.inputs.every((one) => early.has(one));
    if (!isLate) early.add(tableName(model));
  }
  return early;
}

/** Makes one model a table, as a transform does. */
async function make(
  { connection, corrections }: Pick<State, 'connection' | 'corrections'>,
  model: OrderedModel,
): Promise<void> {
  const file = corrections.get(tableName(model));
  const kinds = new Map([[tableName(model), 'table' as const]]);
  const correct = async () => {
    if (file) await applyCorrections(connection, model, file);
  };
  await runModels([connection], [model], correct, kinds);
}

async function hashOf(connection: DuckDBConnection, model: OrderedModel): Promise<string> {
  // The place in the archive is not the business of a table.
  const [row] = await queryRows(
    connection,
    `select concat_ws(' ', count(*), sum(hash(made))) as hash from ${tableName(model)} as made`,
  );
  return String(row?.hash);
}

async function judge(state: State, list: string, pages: Pages): Promise<Verdict> {
  const bodies = pages.map((page) => Buffer.from(JSON.stringify(page)));
  const unfetched = whyNotFetched(list, bodies);
  if (unfetched) return { end: 'not fetched', why: unfetched };
  const { archive, snapshot } = state.world;
  const former = snapshot.lists[list];
  if (!former) throw new Error(`no list '${list}'`);
  const entry = await writeList(archive, list, bodies, former, MUTATED);
  try {
    const drift = await findDrift(archive, { ...snapshot, lists: { [list]: entry } });
    refuseLosses(drift);
    const [first] = drift;
    if (first) return { end: 'warned', why: describeDrift(first) };
    return await judgeTables(state, list, entry);
  } catch (error) {
    return verdictOf(error);
  } finally {
    await rm(versionFile(archive, list, MUTATED));
  }
}

const MUTATED = '20261124T070000Z-0badcafe';

function verdictOf(error: unknown): Verdict {
  const why = error instanceof Error ? error.message : String(error);
  // A fault that names a file of SQL helps nobody whose page is wrong.
  const isNamed = error instanceof Fault && error.code !== 'SQL_FAILED';
  return { end: isNamed ? 'refused' : 'crashed', why };
}

/** Extract's own edge: what it would not keep never comes to a transform. */
function whyNotFetched(list: string, bodies: readonly Buffer[]): string | undefined {
  try {
    const pages = bodies.map((body, index) => parsePage(list, index * 100, body));
    return isAlpha(resourceOf(list)) ? undefined : incompleteness(pages);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Makes only what differs, in a transaction that is rolled back. */
async function judgeTables(
  state: State,
  list: string,
  entry: World['snapshot']['lists'][string],
): Promise<Verdict> {
  const { connection, world } = state;
  const lists = { ...world.snapshot.lists, [list]: entry };
  const variables = archiveVariables(world.archive, { ...world.snapshot, lists }, LEDGERS);
  const name = `${resourceOf(list)}_files`;
  await setVariables(connection, { [name]: variables[name] ?? [] });
  await connection.run('begin');
  try {
    const changed = new Set<string>();
    const inputs = new Set([`raw.${resourceOf(list)}`]);
    for (const isEarly of [true, false]) {
      const models = state.models.filter((one) => state.isEarly.has(tableName(one)) === isEarly);
      await remake(state, models, inputs, changed);
      const found = await checkAgain(state, changed, isEarly);
      if (found) return { end: 'warned', why: found };
    }
    const tables = [...changed].filter((table) => isPublished(state, table));
    return { end: tables.length > 0 ? 'changed' : 'unchanged', why: tables.join(', ') };
  } finally {
    await connection.run('rollback');
    const before = archiveVariables(world.archive, world.snapshot, LEDGERS);
    await setVariables(connection, { [name]: before[name] ?? [] });
  }
}

function isPublished({ models }: State, table: string): boolean {
  const model = models.find((one) => tableName(one) === table);
  return model !== undefined && PUBLISHED_LAYERS.includes(model.layer);
}

async function remake(
  state: State,
  models: readonly OrderedModel[],
  first: ReadonlySet<string>,
  changed: Set<string>,
): Promise<void> {
  for (const model of models) {
    const name = tableName(model);
    if (!first.has(name) && !model.inputs.some((input) => changed.has(input))) continue;
    await state.connection.run(`drop table ${name}`);
    await make(state, model);
    const hash = await hashOf(state.connection, model);
    if (first.has(name) || hash !== state.hashes.get(name)) changed.add(name);
  }
}

/** The first finding that is new; undefined without one. */
async function checkAgain(
  state: State,
  changed: ReadonlySet<string>,
  isEarly: boolean,
): Promise<string | undefined> {
  const isDue = (inputs: readonly string[]) =>
    inputs.some((input) => changed.has(input)) &&
    inputs.every((input) => state.isEarly.has(input)) === isEarly;
  const due = state.checks.filter(({ inputs }) => isDue(inputs));
  const results = await runChecks([state.connection], due);
  refuseErrors(results);
  const found = results.find(({ name, faults }) => faults > Number(state.findings.get(name)));
  return found && describeCheck(found);
}
