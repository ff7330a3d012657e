import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SEED_FOLDER } from '../command/data-folder.js';
import { readSnapshot } from '../extract/archive.js';
import { archiveVariables } from '../transform/archive-variables.js';
import { withDuck } from '../transform/duck.js';
import { LAKE_DATABASE } from '../transform/lake.js';
import { tableName } from '../transform/model-file.js';
import { type OrderedModel, orderModels } from '../transform/order-models.js';
import { SQL_FOLDER } from '../transform/read-models.js';
import { LEDGERS, type Program, readProgram } from '../transform/read-program.js';
import { prepareDatabase, runModels, setVariables } from '../transform/run-models.js';

const ROUNDS = 7;

/**
 * All metrics of the seed, with the steps that only they read, against the core tables with all
 * that those read: in one process and one database, medians of several rounds.
 */
export async function bench(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-bench-'));
  try {
    const program = await readProgram(SQL_FOLDER);
    const snapshot = await readSnapshot(SEED_FOLDER);
    const variables = archiveVariables(SEED_FOLDER, snapshot, LEDGERS);
    const rounds = [];
    // The first round warms the page cache and is not counted.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const path = join(folder, `${round}`);
      const seconds = await runOnce(`${path}-${LAKE_DATABASE}`, program, variables);
      if (round > 0) rounds.push(seconds);
    }
    return [
      `metrics of the seed against its core tables, ${ROUNDS} rounds`,
      `  core tables                    ${median(rounds.map(({ core }) => core)).toFixed(2)} s`,
      `  all metrics                    ${median(rounds.map(({ metrics }) => metrics)).toFixed(2)} s`,
      `  ratio (median of the rounds)   ${median(rounds.map(({ core, metrics }) => metrics / core)).toFixed(2)}, to be at most 1`,
    ].join('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Seconds = { readonly core: number; readonly metrics: number };

function runOnce(
  path: string,
  { models, functions }: Program,
  variables: Readonly<Record<string, string | string[]>>,
): Promise<Seconds> {
  return withDuck(path, {}, async (connections) => {
    await prepareDatabase(connections[0], functions);
    for (const connection of connections) await setVariables(connection, variables);
    const ordered = await orderModels(models, connections[0]);
    const needed = neededBy(ordered, 'core');
    const isCore = (model: OrderedModel) => needed.has(tableName(model));
    const time = async (part: readonly OrderedModel[]) => {
      const startMs = performance.now();
      await runModels(connections, part, () => {});
      return (performance.now() - startMs) / 1000;
    };
    const core = await time(ordered.filter(isCore));
    return { core, metrics: await time(ordered.filter((model) => !isCore(model))) };
  });
}

/** The tables of a layer and all that they read, from near or far. */
function neededBy(ordered: readonly OrderedModel[], layer: OrderedModel['layer']): Set<string> {
  const needed = new Set<string>();
  for (const model of [...ordered].reverse()) {
    const name = tableName(model);
    if (model.layer !== layer && !needed.has(name)) continue;
    for (const table of [name, ...model.inputs]) needed.add(table);
  }
  return needed;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
