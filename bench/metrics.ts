import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SEED_FOLDER } from '../disk/data-folder.js';
import { readSnapshot } from '../extract/archive/archive.js';
import { archiveVariables } from '../transform/archive-variables.js';
import { withDuck } from '../transform/lake/duck.js';
import { LAKE_DATABASE } from '../transform/lake/lake.js';
import { tableName } from '../transform/models/model-file.js';
import { orderModels } from '../transform/models/order-models.js';
import { SQL_FOLDER } from '../transform/models/read-models.js';
import {
  materializations,
  prepareDatabase,
  runModels,
  setVariables,
} from '../transform/models/run-models.js';
import { LEDGERS, type Program, readProgram } from '../transform/read-program.js';
import { neededBy } from './core-program.js';
import { median, timed } from './measure.js';

const ROUNDS = 7;

/**
 * All metrics of the seed, with the steps that only they read, against the core tables with all
 * that those read: in one process and a database as a lake's, medians of several rounds. The
 * standings are core tables, but the championship engine behind them serves metrics too: so it is
 * counted once with the core tables and once, standings and all, with the metrics.
 */
export async function bench(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-bench-'));
  try {
    const program = await readProgram(SQL_FOLDER);
    const snapshot = await readSnapshot(SEED_FOLDER);
    const variables = archiveVariables(SEED_FOLDER, snapshot, LEDGERS);
    const rounds: Seconds[] = [];
    // The first round warms the page cache and is not counted.
    for (let round = 0; round <= ROUNDS; round += 1) {
      await mkdir(join(folder, `${round}`));
      const path = join(folder, `${round}`, LAKE_DATABASE);
      const seconds = await runOnce(path, program, variables);
      if (round > 0) rounds.push(seconds);
    }
    const middle = (of: (seconds: Seconds) => number) => median(rounds.map(of)).toFixed(2);
    const withCore = middle(({ core, engine, metrics }) => metrics / (core + engine));
    const withMetrics = middle(({ core, engine, metrics }) => (engine + metrics) / core);
    return [
      `metrics of the seed against its core tables, ${ROUNDS} rounds`,
      `  core tables but standings      ${middle(({ core }) => core)} s`,
      `  championship engine, standings ${middle(({ engine }) => engine)} s`,
      `  all metrics                    ${middle(({ metrics }) => metrics)} s`,
      '  ratio (median of the rounds), to be at most 1',
      `    engine counted as core       ${withCore}`,
      `    engine counted as metrics    ${withMetrics}`,
    ].join('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Seconds = { readonly core: number; readonly engine: number; readonly metrics: number };

function runOnce(
  path: string,
  { models, functions }: Program,
  variables: Readonly<Record<string, string | string[]>>,
): Promise<Seconds> {
  return withDuck(path, {}, async ([first, second]) => {
    await prepareDatabase(first, functions, true);
    for (const connection of [first, second]) await setVariables(connection, variables);
    const ordered = await orderModels(models, first);
    const kinds = materializations(ordered);
    const all = neededBy(ordered, ({ layer }) => layer === 'core');
    const simple = neededBy(ordered, ({ layer, name }) => layer === 'core' && !isComputed(name));
    const time = async (isIn: (table: string) => boolean) => {
      const part = ordered.filter((model) => isIn(tableName(model)));
      return timed(() => runModels([first, second], part, () => {}, kinds));
    };
    return {
      core: await time((table) => simple.has(table)),
      engine: await time((table) => all.has(table) && !simple.has(table)),
      metrics: await time((table) => !all.has(table)),
    };
  });
}

/** Whether a core table is computed by the championship engine. */
function isComputed(name: string): boolean {
  return name === 'driver_standing' || name === 'constructor_standing';
}
