import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  dropOldLakes,
  extractHere,
  loadedVersion,
  loadHere,
  type Machine,
  RATE,
  turnWorld,
} from './machine.js';
import { judgeArchive, judgeLake, judgeLists, type Problems } from './promises.js';
import type { Random } from './random.js';
import { otherThan, type Version } from './world.js';

/** A command of the program, as a round runs it: disturbed, and again undisturbed. */
export type Trial = {
  readonly args: readonly string[];
  /** Whether it fetches, writes into the data folder, or reaches Postgres. */
  readonly uses: readonly ('jolpica' | 'disk' | 'postgres')[];
  /** What its good run promises. */
  judge(): Promise<Problems>;
};

/** Makes something to do for a command, and says how it is called and judged. */
type Preparation = (machine: Machine, random: Random) => Promise<Trial>;

/** How patient a command is with a silent connection, in seconds. */
const STALL = ['--stall-timeout', '3'];

/** Fetches the other version of the world. */
export const prepareExtract: Preparation = async (machine) => {
  turnWorld(machine);
  const { data, jolpica } = machine;
  const where = ['--data', data.root, '--base-url', jolpica.baseUrl, '--no-seed'];
  return {
    args: ['extract', ...where, '--force', '--rate', RATE],
    uses: ['jolpica', 'disk'],
    judge: async () => [...(await judgeArchive(machine, false)), ...(await judgeLists(machine))],
  };
};

/** Makes the lake of a new snapshot. */
export const prepareTransform: Preparation = async (machine, random) => {
  await renewArchive(machine, random);
  return {
    args: ['transform', '--data', machine.data.root],
    uses: ['disk'],
    judge: () => judgeLake(machine),
  };
};

const pipeline: Preparation = async (machine, random) => {
  await renewArchive(machine, random);
  const { jolpica } = machine;
  return {
    args: ['pipeline', '--data', machine.data.root, ...reach(machine), '--allow-removals'],
    uses: ['disk', 'postgres'],
    judge: async () => [
      ...(await judgeLake(machine)),
      ...(await judgeLoaded(machine, jolpica.version)),
    ],
  };
};

const load: Preparation = async (machine, random) => {
  if (random.chance(0.15)) {
    await machine.postgres.renew();
    machine.say('a new database');
  }
  const version = otherThan((await loadedVersion(machine)) ?? random.pick([0, 1]));
  const what = ['--snapshot', machine.references[version].snapshot, '--allow-removals'];
  return {
    args: ['load', '--data', machine.data.root, ...reach(machine), ...what],
    uses: ['postgres'],
    judge: () => judgeLoaded(machine, version),
  };
};

const rollback: Preparation = async (machine) => {
  const { postgres, references, data } = machine;
  const version = otherThan((await loadedVersion(machine)) ?? 0);
  const { snapshot } = references[version];
  if ((await postgres.loadOf(snapshot)) === undefined) {
    await loadHere(machine, snapshot);
    await loadHere(machine, references[otherThan(version)].snapshot);
  }
  const to = await postgres.loadOf(snapshot);
  return {
    args: ['rollback', '--data', data.root, ...reach(machine), '--to', String(to)],
    uses: ['postgres'],
    judge: () => judgeLoaded(machine, version),
  };
};

const plan: Preparation = async (machine) => {
  const before = await machine.postgres.state();
  const snapshot = ['--snapshot', machine.references[0].snapshot];
  return {
    args: ['plan', '--data', machine.data.root, ...reach(machine, false), ...snapshot],
    uses: ['postgres'],
    judge: async () =>
      (await machine.postgres.state()) === before ? [] : ['a plan changed the database'],
  };
};

const query: Preparation = async (machine) => {
  const file = join(machine.data.root, 'rounds.csv');
  await rm(file, { force: true });
  const sql =
    'select round, sum(points) as points from lyzer.race_result join race on race.id = race_id group by round order by round';
  const snapshot = ['--snapshot', machine.references[0].snapshot];
  return {
    args: ['query', sql, '--data', machine.data.root, '--to', file, ...snapshot],
    uses: ['disk'],
    judge: async () => {
      const answer = await readFile(file, 'utf8');
      return /^round,points\r?\n1,44(\.00)?\r?\n2,43(\.00)?\r?\n$/.test(answer)
        ? []
        : [`a query answered '${answer}'`];
    },
  };
};

const exportTables: Preparation = async (machine, random) => {
  const { data, references } = machine;
  const format = random.pick(['csv', 'json', 'parquet', 'sqlite', 'sql']);
  const version = random.pick([0, 1] as const);
  const snapshot = ['--snapshot', references[version].snapshot];
  const folder = join(data.root, 'export', format);
  return {
    args: ['export', '--format', format, '--data', data.root, ...snapshot],
    uses: ['disk'],
    judge: async () => {
      const names = await readdir(folder, { recursive: true });
      return names.length > 1 ? [] : [`the export into '${folder}' has only ${names.length} files`];
    },
  };
};

const prune: Preparation = async (machine, random) => {
  const keep = random.whole(1, 3);
  return {
    args: ['archive', 'prune', '--data', machine.data.root, '--keep', String(keep)],
    uses: ['disk'],
    judge: async () => [...(await judgeArchive(machine, false))],
  };
};

const reading =
  (command: string): Preparation =>
  async (machine) => ({
    args: [command, '--data', machine.data.root],
    uses: [],
    judge: () => judgeArchive(machine, false),
  });

/** The commands of the rounds; those that write come more often. */
export const PREPARATIONS: readonly Preparation[] = [
  ...[prepareExtract, prepareExtract, prepareExtract, prepareExtract, prepareExtract],
  ...[prepareTransform, prepareTransform],
  ...[load, load, load, load, load, rollback, rollback, pipeline],
  ...[plan, query, exportTables, prune, reading('doctor'), reading('status'), reading('history')],
];

/** A new snapshot, of which there is no lake yet. */
async function renewArchive(machine: Machine, random: Random): Promise<void> {
  await dropOldLakes(machine);
  if (random.chance(0.8)) turnWorld(machine);
  await extractHere(machine);
}

/** The options that name the database, by way of the proxy. */
function reach({ postgres, proxy }: Machine, isLoad = true): string[] {
  return ['--url', postgres.url(proxy.port), ...(isLoad ? STALL : [])];
}

async function judgeLoaded(machine: Machine, version: Version): Promise<Problems> {
  const loaded = await loadedVersion(machine);
  return loaded === version ? [] : [`the database has version ${loaded}, not ${version}`];
}
