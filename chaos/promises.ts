import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSnapshot } from '../extract/archive/archive.js';
import { examineArchive } from '../extract/archive/doctor.js';
import { filesBelow } from '../extract/archive/files-below.js';
import { readAllBodies } from '../extract/archive/read-pages.js';
import { readLake } from '../transform/lake/lake.js';
import { checksumsOf, type Machine, MOST_PER_SECOND } from './machine.js';
import { NO_TABLES } from './postgres.js';
import { type CommandEnd, groupsAlive } from './start-command.js';
import { pagesOf } from './world.js';

/** What was promised and did not hold, a sentence each. */
export type Problems = readonly string[];

const EXIT_CODES: readonly (number | null)[] = [0, 1, 2, 3, 130];
const OUR_SIGNALS: readonly (string | null)[] = ['SIGKILL', 'SIGINT', 'SIGTERM'];
const GONE_TRIES = 100;
/** The stand-in and the limiter read two clocks that may drift apart a little. */
const CLOCK_DRIFT_MS = 3;

/** A command ends with a code that it has, and on a failure says one line with a code. */
export function judgeEnd(end: CommandEnd): Problems {
  const shown = `${end.stdout}\n${end.stderr}`.trim().slice(-1_500);
  if (end.hangs) return [`it did not end by itself: ${shown}`];
  if (end.signal !== null) {
    return OUR_SIGNALS.includes(end.signal) ? [] : [`it ended by ${end.signal}: ${shown}`];
  }
  if (!EXIT_CODES.includes(end.code)) return [`it ended with exit code ${end.code}: ${shown}`];
  const hasStack = /BUG:|^\s+at \S/m.test(shown);
  if (hasStack) return [`it ended with a stack: ${shown}`];
  // What doctor found is its result.
  const isTold = /^[A-Z][A-Z0-9_]+: /m.test(end.stderr) || /^ +error +[A-Z_]+: /m.test(end.stdout);
  return end.code === 0 || isTold
    ? []
    : [`it failed with exit code ${end.code} and no line with a code: ${shown}`];
}

/** Every file of the archive is as it was written; after a good run nothing is left over. */
export async function judgeArchive(
  { data }: Machine,
  mayHaveLeftOvers: boolean,
): Promise<Problems> {
  const { findings } = await examineArchive(data.archive);
  return findings
    .filter(({ code }) => code !== 'TIME_AHEAD')
    .filter(({ severity }) => severity === 'error' || !mayHaveLeftOvers)
    .map(({ code, what }) => `doctor: ${code}: ${what}`);
}

/** The newest snapshot has the lists of an undisturbed run, to the byte. */
export async function judgeLists({ data, jolpica, references }: Machine): Promise<Problems> {
  const { id, lists, failed = {} } = await readSnapshot(data.archive);
  const missing = references[0].lists
    .filter((list) => !(list in lists))
    .map((list) => `snapshot ${id} lacks list '${list}'`);
  const wrong: string[] = [];
  for (const [list, { version }] of Object.entries(lists)) {
    const bodies = await readAllBodies(data.archive, list, version);
    const isEqual = bodies.join('\n') === pagesOf(jolpica.version, list).join('\n');
    if (!isEqual) wrong.push(`snapshot ${id}: list '${list}' is not as in an undisturbed run`);
  }
  const broken = Object.keys(failed).map((list) => `snapshot ${id} says that '${list}' failed`);
  return [...missing, ...wrong, ...broken];
}

/** The current lake is that of the newest snapshot, with the tables of an undisturbed run. */
export async function judgeLake({ data, jolpica, references }: Machine): Promise<Problems> {
  const lake = await readLake(data.lake);
  const head = (await readFile(`${data.archive}/HEAD`, 'utf8')).trim();
  const isOther = checksumsOf(lake) !== references[jolpica.version].checksums;
  return [
    ...(lake.snapshot === head ? [] : [`the lake is of '${lake.snapshot}', the archive '${head}'`]),
    ...(isOther ? [`lake '${lake.snapshot}' has other tables than an undisturbed run`] : []),
  ];
}

/** Readers saw nothing but the one or the other version, whole. */
export async function judgeReaders({ postgres, references }: Machine): Promise<Problems> {
  const whole = new Set([NO_TABLES, ...references.map(({ state }) => state)]);
  const seen = [...postgres.seen(), await postgres.state()];
  return seen.filter((state) => !whole.has(state)).map((state) => `readers saw a mix: ${state}`);
}

/** In no second more requests came than the rate allows. */
export function judgeRate({ jolpica: { askedAtMs } }: Machine): Problems {
  const isTooFast = (ms: number, index: number) => {
    const before = askedAtMs[index - MOST_PER_SECOND];
    return before !== undefined && ms - before < 1_000 - CLOCK_DRIFT_MS;
  };
  const count = askedAtMs.filter(isTooFast).length;
  // The last ones stay: the next round's requests follow them.
  askedAtMs.splice(0, Math.max(0, askedAtMs.length - MOST_PER_SECOND));
  if (count === 0) return [];
  return [`${count} requests came within a second of the ${MOST_PER_SECOND}th before them`];
}

/** No file, process, lock or session is left. */
export async function judgeLeftOvers({ data, postgres }: Machine): Promise<Problems> {
  for (let tries = 0; tries < GONE_TRIES && groupsAlive().length > 0; tries++) await sleep(100);
  const processes = groupsAlive().map((group) => `a process of group ${group} still runs`);
  const files = (await filesBelow(data.root))
    .map(({ folder, name }) => relative(data.root, `${folder}/${name}`))
    .filter((path) => /\.aside-|(^|[\\/])lock$|spill/.test(path))
    .map((path) => `'${path}' was left`);
  const sessions = await postgres.leftOvers();
  return [...processes, ...files, ...sessions.map((what) => `Postgres still has ${what}`)];
}
