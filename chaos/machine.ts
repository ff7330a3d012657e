import { chmod, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentProgress } from '../command/progress.js';
import { type DataFolder, dataFolder } from '../disk/data-folder.js';
import { readSnapshot } from '../extract/archive/archive.js';
import { extract } from '../extract/extract.js';
import { parseRate } from '../extract/fetch/rate.js';
import { EVERYTHING } from '../extract/plan/extract-request.js';
import { load } from '../load/load.js';
import { parseTargetUrl } from '../load/postgres/target-url.js';
import { type Lake, readLake, readLakeHead } from '../transform/lake/lake.js';
import { transform } from '../transform/transform.js';
import { type Disk, mountDisk } from './disk.js';
import { type Jolpica, startJolpica } from './jolpica.js';
import { NO_TABLES, startPostgres, type TestedPostgres } from './postgres.js';
import { openProxy, type ServerProxy } from './proxy.js';
import { killAll } from './start-command.js';
import { otherThan, type Version } from './world.js';

/** What an undisturbed run makes of one version of the world. */
export type Reference = {
  readonly snapshot: string;
  /** Names of the snapshot's lists. */
  readonly lists: readonly string[];
  /** Rows and checksums of all tables of the lake. */
  readonly checksums: string;
  /** The database's rows. */
  readonly state: string;
};

/** All that a round plays with. */
export type Machine = {
  readonly folder: string;
  readonly data: DataFolder;
  readonly configFolder: string;
  readonly disk: Disk | undefined;
  readonly jolpica: Jolpica;
  readonly postgres: TestedPostgres;
  readonly proxy: ServerProxy;
  readonly references: readonly [Reference, Reference];
  /** How long each command takes by itself, in milliseconds, as last seen. */
  readonly usualMs: Map<string, number>;
  /** What was done, for the round's report. */
  say(line: string): void;
  stop(): Promise<void>;
};

/** Requests per second at most, by which all extractions of a machine go. */
export const MOST_PER_SECOND = 20;
export const RATE = `${MOST_PER_SECOND}/s`;

/** Builds a machine in a temporary folder, with what undisturbed runs make of both versions. */
export async function buildMachine(say: (line: string) => void): Promise<Machine> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'lyzer-etl-chaos-')));
  const undo: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    killAll();
    for (const step of undo.toReversed()) await step();
  };
  try {
    // Postgres runs as another user when root runs this.
    await chmod(folder, 0o755);
    const data = dataFolder(join(folder, 'data'));
    await mkdir(data.root);
    const disk = mountDisk(data.root);
    undo.push(() => disk?.unmount());
    const jolpica = await startJolpica();
    undo.push(jolpica.stop);
    const postgres = await startPostgres(folder);
    undo.push(postgres.stop);
    const proxy = await openProxy(postgres.port);
    undo.push(proxy.stop);
    const configFolder = join(folder, 'config');
    const parts = { folder, data, configFolder, disk, jolpica, postgres, proxy };
    const references = await makeReferences(parts, postgres.readTables);
    return { ...parts, references, usualMs: new Map(), say, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Parts = Pick<Machine, 'data' | 'jolpica' | 'postgres'>;

async function makeReferences(
  parts: Parts,
  readTables: (tables: Lake['tables']) => void,
): Promise<readonly [Reference, Reference]> {
  const make = async (version: Version): Promise<Reference> => {
    parts.jolpica.version = version;
    await extractHere(parts);
    await transform({ data: parts.data }, silentProgress);
    const lake = await readLake(parts.data.lake);
    readTables(lake.tables);
    await loadHere(parts, lake.snapshot);
    const state = await parts.postgres.state();
    const lists = Object.keys((await readSnapshot(parts.data.archive)).lists);
    return { snapshot: lake.snapshot, lists, checksums: checksumsOf(lake), state };
  };
  const references = [await make(0), await make(1)] as const;
  const states = new Set([NO_TABLES, ...references.map(({ state }) => state)]);
  if (states.size !== 3) throw new Error('the two versions of the world make the same rows');
  return references;
}

/** What a lake's tables hold, as text to compare. */
export function checksumsOf({ tables }: Pick<Lake, 'tables'>): string {
  const lines = tables.map(({ schema, name, rows, checksum }) =>
    [`${schema}.${name}`, rows, checksum].join(' '),
  );
  return lines.toSorted().join('\n');
}

/** Fetches the world as it is now, in this process, undisturbed. */
export async function extractHere({ data, jolpica }: Parts): Promise<void> {
  const request = { ...EVERYTHING, force: true, rate: parseRate(RATE) };
  const how = { concurrency: 4, seed: false, signal: new AbortController().signal };
  await extract({ data, source: { baseUrl: jolpica.baseUrl }, request, ...how }, silentProgress);
}

/** Loads the lake of a snapshot in this process, undisturbed. */
export async function loadHere({ data, postgres }: Parts, snapshot: string): Promise<void> {
  const target = parseTargetUrl(postgres.url(postgres.port()));
  await load({ data, target, snapshot, allowRemovals: true }, silentProgress);
}

/** Jolpica has the other version of the world from now on. */
export function turnWorld({ jolpica, say }: Machine): void {
  jolpica.version = otherThan(jolpica.version);
  say(`the world is version ${jolpica.version}`);
}

/** The version whose rows the database holds; undefined where it holds no tables. */
export async function loadedVersion({ postgres, references }: Machine) {
  const state = await postgres.state();
  if (state === NO_TABLES) return undefined;
  const version = references.findIndex((reference) => reference.state === state);
  if (version === -1) throw new Error(`the database holds a mix: ${state}`);
  return version === 0 ? 0 : 1;
}

/** Removes lakes that no later round needs; the disk is small. */
export async function dropOldLakes({ data, references }: Machine): Promise<void> {
  const needed = [await readLakeHead(data.lake), ...references.map(({ snapshot }) => snapshot)];
  for (const name of await readdir(data.lake)) {
    if (/^\d{8}T\d{6}Z-/.test(name) && !needed.includes(name)) {
      await rm(join(data.lake, name), { recursive: true });
    }
  }
}
