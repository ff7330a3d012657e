import { setTimeout as sleep } from 'node:timers/promises';
import type { Trial } from './commands.js';
import { JOLPICA_FAULTS } from './jolpica.js';
import type { Machine } from './machine.js';
import { PROXY_FAULTS } from './proxy.js';
import type { Random } from './random.js';
import { type CommandEnd, type RunningCommand, startCommand } from './start-command.js';

type Parts = {
  readonly machine: Machine;
  readonly random: Random;
  /** Starts the round's command once. */
  start(clockAheadMs?: number): RunningCommand;
  /** Waits for a moment of the command's usual time, that the seed chooses. */
  moment(what: string): Promise<void>;
};

/** Something that goes wrong while a command runs; resolves with the ends of what was started. */
type Disturbance = {
  readonly name: string;
  /** Whether it can happen to this command on this machine. */
  fits(trial: Trial, machine: Machine): boolean;
  happen(parts: Parts): Promise<CommandEnd[]>;
};

const always = () => true;
const uses = (part: Trial['uses'][number]) => (trial: Trial) => trial.uses.includes(part);
const usesDisk = (trial: Trial, { disk }: Machine) =>
  disk !== undefined && trial.uses.includes('disk');

const USUAL_MS = 2_500;
const DAY_MS = 86_400_000;
/** All requests of before are out of the limiter's window, whatever a clock says. */
const PAST_WINDOW_MS = 1_100;

const signalled = (name: string, signals: readonly NodeJS.Signals[]): Disturbance => ({
  name,
  fits: always,
  async happen({ start, moment }) {
    const run = start();
    for (const signal of signals) {
      await moment(signal);
      run.signal(signal);
    }
    // Without this, one that was stopped would wait for ever.
    run.signal('SIGCONT');
    return [await run.ended];
  },
});

const twice: Disturbance = {
  name: 'two at once',
  fits: always,
  async happen({ start }) {
    const runs = [start(), start()];
    return Promise.all(runs.map(({ ended }) => ended));
  },
};

const twiceOneKilled: Disturbance = {
  name: 'two at once, one killed',
  fits: always,
  async happen({ start, moment }) {
    const [first, second] = [start(), start()];
    await moment('SIGKILL');
    first.signal('SIGKILL');
    return Promise.all([first.ended, second.ended]);
  },
};

const killedAgain: Disturbance = {
  name: 'killed three times',
  fits: always,
  async happen({ start, moment }) {
    const ends: CommandEnd[] = [];
    for (let kill = 0; kill < 3; kill++) {
      const run = start();
      await moment('SIGKILL');
      run.signal('SIGKILL');
      ends.push(await run.ended);
    }
    return ends;
  },
};

const wrongClock: Disturbance = {
  name: 'wrong clock',
  fits: always,
  async happen({ machine, random, start }) {
    const days = random.pick([-4_000, -400, -1, 1, 400, 4_000]);
    machine.say(`its clock is ${days} days ahead`);
    await sleep(PAST_WINDOW_MS);
    const end = await start(days * DAY_MS).ended;
    await sleep(PAST_WINDOW_MS);
    return [end];
  },
};

const fullDisk: Disturbance = {
  name: 'full disk',
  fits: usesDisk,
  async happen({ machine, random, start }) {
    const freeBytes = random.pick([0, 4_096, 16_384, 65_536, 1_000_000, 6_000_000]);
    machine.say(`the disk has ${freeBytes} bytes free`);
    machine.disk?.fill(freeBytes);
    const end = await start().ended;
    machine.disk?.restore();
    return [end];
  },
};

const readOnly: Disturbance = {
  name: 'read-only disk',
  fits: usesDisk,
  async happen({ machine, start }) {
    machine.disk?.makeReadOnly();
    const end = await start().ended;
    machine.disk?.restore();
    return [end];
  },
};

const badJolpica: Disturbance = {
  name: 'faults of Jolpica',
  fits: uses('jolpica'),
  async happen({ machine, random, start }) {
    const fault = random.pick(JOLPICA_FAULTS);
    const [skip, count] = [random.whole(0, 14), fault === 'silent' ? 1 : random.whole(1, 4)];
    machine.say(`after ${skip} requests, ${count} are answered with '${fault}'`);
    machine.jolpica.misbehave(fault, skip, count);
    const end = await start().ended;
    machine.jolpica.behave();
    return [end];
  },
};

const badProxy: Disturbance = {
  name: 'faults of the way to Postgres',
  fits: uses('postgres'),
  async happen({ machine, random, start }) {
    const fault = random.pick(PROXY_FAULTS);
    const bytes = random.whole(0, 120_000);
    machine.say(`after ${bytes} bytes: '${fault}'`);
    machine.proxy.misbehave(fault, bytes);
    const end = await start().ended;
    machine.proxy.behave();
    return [end];
  },
};

const killedBackend: Disturbance = {
  name: 'killed backends of Postgres',
  fits: uses('postgres'),
  async happen({ machine, start, moment }) {
    const run = start();
    await moment('all backends end');
    machine.say(`${await machine.postgres.killBackends()} backends ended`);
    return [await run.ended];
  },
};

const killedServer: Disturbance = {
  name: 'killed Postgres',
  fits: uses('postgres'),
  async happen({ machine, start, moment }) {
    const run = start();
    await moment('SIGKILL to all of Postgres');
    await machine.postgres.killServer();
    const end = await run.ended;
    await machine.postgres.start();
    return [end];
  },
};

const killed = signalled('killed', ['SIGKILL']);

/** All that can happen; kills come more often. */
const DISTURBANCES: readonly Disturbance[] = [
  ...[killed, killed, killed, killedAgain, twice, twiceOneKilled],
  signalled('interrupted', ['SIGINT']),
  signalled('terminated', ['SIGTERM']),
  signalled('stopped for a while', ['SIGSTOP', 'SIGCONT']),
  signalled('stopped, then killed', ['SIGSTOP', 'SIGKILL']),
  ...[wrongClock, fullDisk, fullDisk, readOnly, badJolpica, badJolpica],
  ...[badProxy, badProxy, killedBackend, killedServer],
];

/** Runs a command while something happens to it. Returns what it was, and the ends. */
export async function disturb(machine: Machine, random: Random, trial: Trial) {
  const fitting = DISTURBANCES.filter(({ fits }) => fits(trial, machine));
  const { name, happen } = random.pick(fitting);
  machine.say(`${name}: ${trial.args.slice(0, 2).join(' ')}`);
  const usualMs = machine.usualMs.get(trial.args[0] ?? '') ?? USUAL_MS;
  const moment = async (what: string) => {
    const part = 0.15 + random.fraction();
    machine.say(`${what} after ${part.toFixed(2)} of ${Math.round(usualMs)} ms`);
    await sleep(part * usualMs);
  };
  const { configFolder } = machine;
  const start = (clockAheadMs = 0) => startCommand(trial.args, { clockAheadMs, configFolder });
  return { name, ends: await happen({ machine, random, start, moment }) };
}
