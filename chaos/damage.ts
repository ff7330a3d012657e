import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSnapshot, versionFile } from '../extract/archive/archive.js';
import { examineArchive } from '../extract/archive/doctor.js';
import { pruneArchive } from '../extract/archive/prune.js';
import { readLake } from '../transform/lake/lake.js';
import { prepareExtract, prepareTransform, type Trial } from './commands.js';
import type { Machine } from './machine.js';
import { judgeEnd, judgeLists, type Problems } from './promises.js';
import type { Random } from './random.js';
import { startCommand } from './start-command.js';

/** A damage, and the command that heals it. */
type Damage = {
  readonly name: string;
  readonly trial: Trial;
  readonly problems: Problems;
  /** Puts back what only a copy can: older snapshots name it too. */
  restore?(): Promise<void>;
};

/** More snapshots than a machine ever has. */
const MANY = 10_000;

/** Damages a file of the archive or the lake: it is named, and one command heals it. */
export async function damage(machine: Machine, random: Random): Promise<Damage> {
  const damageOne = random.pick([
    damageList,
    damageList,
    damageArchiveFile,
    cutJournal,
    damageLake,
    damageLake,
  ]);
  return damageOne(machine, random);
}

async function damageList(machine: Machine, random: Random): Promise<Damage> {
  const trial = await prepareExtract(machine, random);
  const { archive } = machine.data;
  const { lists } = await readSnapshot(archive);
  const [list, { version }] = random.pick(Object.entries(lists));
  const file = versionFile(archive, list, version);
  const whole = await readFile(file);
  const how = await damageFile(file, random);
  machine.say(`${how}: list '${list}'`);
  const { findings } = await examineArchive(archive);
  const isNamed = findings.some(({ what }) => what.includes(version));
  return {
    name: 'damaged list',
    trial: withoutDoctor(machine, trial),
    restore: () => writeFile(file, whole),
    problems: [
      ...(isNamed ? [] : [`doctor does not name the damaged list '${list}'`]),
      ...(await readDamaged(machine, ['doctor'])),
      ...(await readDamaged(machine, ['transform'])),
    ],
  };
}

/** Judged by its lists alone: doctor is asked once all is restored. */
function withoutDoctor(machine: Machine, trial: Trial): Trial {
  return { ...trial, judge: () => judgeLists(machine) };
}

async function damageArchiveFile(machine: Machine, random: Random): Promise<Damage> {
  const trial = await prepareExtract(machine, random);
  const { archive } = machine.data;
  const how = random.pick(['HEAD emptied', 'HEAD removed', 'limiter.log garbled']);
  machine.say(how);
  if (how === 'HEAD emptied') await truncate(join(archive, 'HEAD'), 0);
  else if (how === 'HEAD removed') await rm(join(archive, 'HEAD'));
  else await appendFile(join(archive, 'limiter.log'), '+99999999999999999999\n-x\n\0\0+17');
  return { name: 'damaged archive', trial, problems: [] };
}

/** What a power cut does to a journal: its end is lost, or garbage. */
async function cutJournal(machine: Machine, random: Random): Promise<Damage> {
  const trial = await prepareExtract(machine, random);
  const run = startCommand(trial.args, machine);
  const journal = join(machine.data.archive, 'journal.ndjson');
  machine.jolpica.misbehave('silent', random.whole(2, 12), 1);
  const size = () =>
    readFile(journal).then(
      ({ length }) => length,
      () => 0,
    );
  for (let tries = 0; tries < 400 && (await size()) < 1_500; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  run.signal('SIGKILL');
  await run.ended;
  machine.jolpica.behave();
  const bytes = await size();
  const kept = random.whole(0, bytes);
  machine.say(`SIGKILL, and the journal is cut to ${kept} of ${bytes} bytes`);
  if (bytes > 0) await truncate(journal, kept);
  if (random.chance(0.3)) await appendFile(journal, '\0'.repeat(64));
  // Lists of which the journal lost word are in no snapshot: prune removes them, as doctor says.
  const restore = async () => void (await pruneArchive(machine.data.archive, MANY));
  return { name: 'damaged journal', trial: withoutDoctor(machine, trial), restore, problems: [] };
}

async function damageLake(machine: Machine, random: Random): Promise<Damage> {
  const { lake } = machine.data;
  const trial = await prepareTransform(machine, random);
  const first = await startCommand(trial.args, machine).ended;
  const { folder, files } = await readLake(lake);
  const name = random.pick(['HEAD', 'current', 'lake.json', 'lyzer.duckdb', ...Object.keys(files)]);
  const file = join(name === 'HEAD' || name === 'current' ? lake : folder, name);
  const how = name === 'current' ? 'removed' : await damageFile(file, random);
  if (name === 'current') await rm(file);
  machine.say(`${how}: '${name}' of the lake`);
  return {
    name: 'damaged lake',
    trial,
    problems: [...judgeEnd(first), ...(await readDamaged(machine, ['query', 'from race']))],
  };
}

/** A command that reads what is damaged ends well or with a fault, but never with a stack. */
async function readDamaged(machine: Machine, words: readonly string[]): Promise<Problems> {
  const args = [...words, '--data', machine.data.root];
  return judgeEnd(await startCommand(args, machine).ended);
}

async function damageFile(file: string, random: Random): Promise<string> {
  const bytes = await readFile(file);
  const how = random.pick(['removed', 'emptied', 'cut', 'changed']);
  if (how === 'removed') await rm(file);
  else if (how === 'emptied') await truncate(file, 0);
  else if (how === 'cut') await truncate(file, random.whole(1, Math.max(1, bytes.length - 1)));
  else {
    const at = random.whole(0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ random.whole(1, 255);
    await writeFile(file, bytes);
  }
  return how;
}
