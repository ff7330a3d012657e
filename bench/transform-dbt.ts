import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolder, PROGRAM_FOLDER } from '../disk/data-folder.js';
import { causeText } from '../fault/fault.js';
import { queryRows, withDuck } from '../transform/lake/duck.js';
import { readLake } from '../transform/lake/lake.js';
import { type DbtProject, writeDbtProject } from './dbt-project.js';
import { median, runProcess, timed } from './measure.js';

const ROUNDS = 5;
/** Kept between runs: what is in it takes a minute to install. */
const VENV_FOLDER = join(PROGRAM_FOLDER, 'node_modules', '.cache', 'bench-dbt');
const REQUIREMENTS = join(PROGRAM_FOLDER, 'bench', 'dbt', 'requirements.txt');

/** The transform of the seed against dbt-duckdb with the same models: whole processes, in turns. */
export async function benchDbt(folder: string): Promise<string> {
  let dbt: string;
  try {
    dbt = await installDbt();
  } catch (error) {
    return `transform against dbt-duckdb: skipped, dbt can't be had here (${causeText(error)})`;
  }
  const data = dataFolder(join(folder, 'dbt-lake'));
  const project = await writeDbtProject(join(folder, 'dbt'));
  const cold = await timedDbt(dbt, project);
  const runs = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await rm(data.lake, { recursive: true, force: true });
    const args = ['--import', 'tsx', 'cli.ts', 'transform', '--data', data.root];
    const ours = await timed(() => runProcess(process.execPath, args));
    runs.push({ ours, dbt: await timedDbt(dbt, project) });
  }
  const ratio = median(runs.map((run) => run.dbt / run.ours));
  return [
    `transform of the seed against dbt-duckdb, the same models, whole processes, ${ROUNDS} rounds`,
    `  transform                      ${median(runs.map(({ ours }) => ours)).toFixed(2)} s`,
    `  dbt run, models parsed before  ${median(runs.map((run) => run.dbt)).toFixed(2)} s (first run ${cold.toFixed(2)} s)`,
    `  dbt / transform                ${ratio.toFixed(2)} (median of the rounds)`,
    `  rows of both                   ${await compareRows(data.lake, project)}`,
  ].join('\n');
}

async function installDbt(): Promise<string> {
  const bin = join(VENV_FOLDER, 'bin');
  await runProcess('python3', ['-m', 'venv', VENV_FOLDER]);
  const quiet = ['--quiet', '--disable-pip-version-check'];
  await runProcess(join(bin, 'pip'), ['install', ...quiet, '--requirement', REQUIREMENTS]);
  return join(bin, 'dbt');
}

async function timedDbt(dbt: string, { folder, database }: DbtProject): Promise<number> {
  await rm(database, { force: true });
  const args = ['run', '--project-dir', folder, '--profiles-dir', folder, '--quiet'];
  const env = { DO_NOT_TRACK: '1', DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' };
  return timed(() => runProcess(dbt, args, env));
}

async function compareRows(lakeFolder: string, { database }: DbtProject): Promise<string> {
  const { tables } = await readLake(lakeFolder);
  return withDuck(database, {}, async ([connection]) => {
    for (const { schema, name, rows } of tables) {
      const [counted] = await queryRows(connection, `select count(*) as n from ${schema}.${name}`);
      if (Number(counted?.n) !== rows) return `DIFFER in ${schema}.${name}: ${counted?.n}, ${rows}`;
    }
    return `equal in all ${tables.length} tables`;
  });
}
