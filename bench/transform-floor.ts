import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { silentProgress } from '../command/progress.js';
import { dataFolder, SEED_FOLDER } from '../disk/data-folder.js';
import { readSnapshot } from '../extract/archive/archive.js';
import { ERGAST } from '../extract/archive/resource.js';
import { archiveVariables } from '../transform/archive-variables.js';
import { findDrift } from '../transform/contract/check-contract.js';
import { listCorrections } from '../transform/corrections.js';
import { withDuck } from '../transform/lake/duck.js';
import { SQL_FOLDER } from '../transform/models/read-models.js';
import { prepareDatabase, readFunctions, setVariables } from '../transform/models/run-models.js';
import { LEDGERS } from '../transform/read-program.js';
import { transform } from '../transform/transform.js';
import { writeLake } from '../transform/write-lake.js';
import { coreTables, readProgramOf } from './core-program.js';
import { median, timed } from './measure.js';
import { runTransform } from './run-transform.js';

const ROUNDS = 7;

/** The floor's way from a page to its innermost rows; nothing is cast, joined or sorted. */
const UNNEST: Record<(typeof ERGAST)[number], string> = {
  seasons: 'select unnest(seasons, recursive := true) from pages',
  circuits: 'select unnest(circuits, recursive := true) from pages',
  constructors: 'select unnest(constructors, recursive := true) from pages',
  drivers: 'select unnest(drivers, recursive := true) from pages',
  status: 'select unnest(statuses, recursive := true) from pages',
  races: 'select unnest(races) as race from pages',
  results: unnestRaces('Results'),
  sprint: unnestRaces('SprintResults'),
  qualifying: unnestRaces('QualifyingResults'),
  pitstops: unnestRaces('PitStops'),
  laps: `select season, round, lap.number, unnest(lap.Timings, max_depth := 2)
    from (
      select race.season, race.round, unnest(race.Laps) as lap
      from (select unnest(races) as race from pages)
    )`,
  driverstandings: unnestStandings('DriverStandings'),
  constructorstandings: unnestStandings('ConstructorStandings'),
};

/**
 * The transform of the seed against bare DuckDB that reads and unnests the same files into tables
 * of a DuckDB file: in one process, in turns, medians of several rounds. The bar is for all core
 * tables, the computed standings and the steps to them included, with contract, corrections and
 * checks; the whole, metrics included, is printed beside it.
 */
export async function benchFloor(folder: string): Promise<string> {
  const data = dataFolder(join(folder, 'seed'));
  const floor = await prepareFloor(SEED_FOLDER);
  const core = await prepareCore(folder);
  const seconds = { floor: [] as number[], core: [] as number[], whole: [] as number[] };
  // The first round warms the page cache and is not counted.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const floorSeconds = await timed(() => floor(join(folder, `floor-${round}.duckdb`)));
    const coreSeconds = await timed(() => core(`core-${round}`));
    await rm(data.lake, { recursive: true, force: true });
    const wholeSeconds = await timed(() => transform({ data }, silentProgress));
    if (round === 0) continue;
    seconds.floor.push(floorSeconds);
    seconds.core.push(coreSeconds);
    seconds.whole.push(wholeSeconds);
  }
  const { peakMegabytes } = await runTransform(data);
  const ratio = (of: readonly number[]) =>
    median(of.map((each, round) => each / (seconds.floor[round] ?? each))).toFixed(2);
  return [
    `transform of the seed against bare DuckDB, ${ROUNDS} rounds`,
    `  bare DuckDB, read and unnest   ${median(seconds.floor).toFixed(2)} s`,
    `  core tables, contract, checks  ${median(seconds.core).toFixed(2)} s`,
    `  ratio (median of the rounds)   ${ratio(seconds.core)}, to be at most 2.5`,
    `  all of it, metrics included    ${median(seconds.whole).toFixed(2)} s, ratio ${ratio(seconds.whole)}`,
    `  peak memory, its own process   ${peakMegabytes.toFixed(0)} MB, to be under 1,000`,
  ].join('\n');
}

/** Reads the SQL and makes a lake's files, as transform does, of the core tables. */
async function prepareCore(folder: string) {
  const tables = await coreTables();
  const snapshot = await readSnapshot(SEED_FOLDER);
  const variables = archiveVariables(SEED_FOLDER, snapshot, LEDGERS);
  return async (name: string) => {
    const program = await readProgramOf(tables);
    const corrections = await listCorrections(LEDGERS.corrections, program.models);
    const contract = () => findDrift(SEED_FOLDER, snapshot);
    const build = { program, variables, corrections, findDrift: contract };
    await mkdir(join(folder, name));
    await writeLake(join(folder, name), build, silentProgress.task('core', 0));
  };
}

async function prepareFloor(archive: string) {
  const functions = await readFunctions(SQL_FOLDER);
  const variables = archiveVariables(archive, await readSnapshot(archive), LEDGERS);
  const statements = await Promise.all(
    ERGAST.map(async (resource) => {
      const pages = await readFile(join(SQL_FOLDER, 'raw', `${resource}.sql`), 'utf8');
      return `create table ${resource} as with pages as (${pages}) ${UNNEST[resource]}`;
    }),
  );
  return (path: string) =>
    withDuck(path, {}, async ([connection]) => {
      await prepareDatabase(connection, functions);
      await setVariables(connection, variables);
      for (const statement of statements) await connection.run(statement);
      await connection.run('checkpoint');
    });
}

function unnestRaces(rows: string): string {
  return `select race.season, race.round, race.raceName, unnest(race.${rows}) as given
    from (select unnest(races) as race from pages)`;
}

function unnestStandings(rows: string): string {
  return `select standing.season, standing.round, unnest(standing.${rows}) as given
    from (select unnest(standings) as standing from pages)`;
}
