import { causeText } from '../fault/fault.js';
import { PREPARATIONS, type Trial } from './commands.js';
import { damage } from './damage.js';
import { disturb } from './disturb.js';
import { buildMachine, type Machine } from './machine.js';
import {
  judgeArchive,
  judgeEnd,
  judgeLeftOvers,
  judgeRate,
  judgeReaders,
  type Problems,
} from './promises.js';
import { type Random, randomOf } from './random.js';
import { serveRound } from './serve-round.js';
import { type CommandEnd, startCommand } from './start-command.js';

export type ChaosOptions = {
  readonly seed: number;
  /** The number of the first round; a failing one replays by itself. */
  readonly from: number;
  readonly rounds: number;
  readonly minutes: number;
  readonly signal: AbortSignal;
  /** Is told each round when it ends. */
  readonly onRound: (round: Round) => void;
};

/** What happened in a round, and what did not hold. */
export type Round = {
  readonly number: number;
  readonly steps: readonly string[];
  readonly problems: Problems;
};

export type ChaosResult = {
  /** Where it happened; it is gone. */
  readonly folder: string;
  readonly rounds: number;
  readonly kills: number;
  /** How often each kind of round came. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly failed: readonly Round[];
  /** What this machine cannot do. */
  readonly skipped: readonly string[];
};

/** One kind of round: resolves with its name and the ends of the commands that were disturbed. */
type Play = (machine: Machine, random: Random) => Promise<{ name: string; problems: Problems }>;

/**
 * Disturbs the program on a small world, round by round, and checks after each what it promises.
 * Choices follow from the seed and the number of the round; moments are those of the machine.
 */
export async function chaos(options: ChaosOptions): Promise<ChaosResult> {
  const { seed, from, rounds, minutes, signal, onRound } = options;
  const endAtMs = performance.now() + minutes * 60_000;
  let steps: string[] = [];
  const machine = await buildMachine((line) => steps.push(line));
  const kinds: Record<string, number> = {};
  const failed: Round[] = [];
  let number = from;
  let kills = 0;
  try {
    for (; number < from + rounds && performance.now() < endAtMs && !signal.aborted; number++) {
      steps = [];
      const played = await playRound(machine, randomOf(seed, number));
      if (signal.aborted) break;
      kinds[played.name] = (kinds[played.name] ?? 0) + 1;
      kills += steps.filter((step) => /SIGKILL|backends? ended|^kill/.test(step)).length;
      const round = { number, steps, problems: played.problems };
      if (round.problems.length > 0) failed.push(round);
      onRound(round);
    }
  } finally {
    await machine.stop();
  }
  const skipped = machine.disk ? [] : ['full and read-only disk: only root can mount one'];
  return { folder: machine.folder, rounds: number - from, kills, kinds, failed, skipped };
}

async function playRound(machine: Machine, random: Random) {
  const play: Play = random.pick([
    ...Array<Play>(11).fill(disturbedCommand),
    ...Array<Play>(2).fill(damagedFile),
    serveRound,
  ]);
  try {
    const { name, problems } = await play(machine, random);
    const always = [
      ...(await judgeReaders(machine)),
      ...judgeRate(machine),
      ...(await judgeLeftOvers(machine)),
    ];
    return { name, problems: [...problems, ...always] };
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : causeText(error);
    return { name: 'failed', problems: [problem] };
  }
}

async function disturbedCommand(machine: Machine, random: Random) {
  const trial = await random.pick(PREPARATIONS)(machine, random);
  const { name, ends } = await disturb(machine, random, trial);
  const problems = [
    ...ends.flatMap(judgeEnd),
    ...(await judgeArchive(machine, true)),
    ...(await judgeReaders(machine)),
    ...(await runAgain(machine, trial)),
  ];
  return { name, problems };
}

async function damagedFile(machine: Machine, random: Random) {
  const { name, trial, problems, restore } = await damage(machine, random);
  const again = await runAgain(machine, trial);
  await restore?.();
  return { name, problems: [...problems, ...again, ...(await judgeArchive(machine, false))] };
}

/** The same command, undisturbed: it goes on, ends well, and all is as if nothing had happened. */
async function runAgain(machine: Machine, trial: Trial): Promise<Problems> {
  const startMs = performance.now();
  const end: CommandEnd = await startCommand(trial.args, machine).ended;
  const [command = ''] = trial.args;
  machine.usualMs.set(command, performance.now() - startMs);
  if (end.code === 0) return [...judgeEnd(end), ...(await trial.judge())];
  const said = `${end.stdout}\n${end.stderr}`.trim().slice(-1_500);
  return [`'${command}' did not go on: exit code ${end.code}, ${said}`];
}
