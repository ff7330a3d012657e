import { parseArgs } from 'node:util';
import { z } from 'zod';
import { compile } from '../package/compile.js';
import { chaos, type Round } from './chaos.js';
import { killAll } from './start-command.js';

/** `npm run chaos -- --seed N --minutes M`, or `--rounds R`; `--round N` plays that one alone. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string' },
    rounds: { type: 'string' },
    round: { type: 'string' },
  },
});
const whole = z.coerce.number().int().nonnegative();
const seed = whole.default(Date.now() % 1_000_000).parse(values.seed);
const round = whole.optional().parse(values.round);
const rounds = whole.default(round === undefined ? 1_000_000 : 1).parse(values.rounds);
const minutes = z.coerce.number().positive().default(10).parse(values.minutes);

const interruption = new AbortController();
process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
process.stdout.write(`seed ${seed}\n`);
const startMs = performance.now();
await compile();
const result = await chaos({
  ...{ seed, from: round ?? 0, rounds, minutes },
  signal: interruption.signal,
  onRound: print,
});
const took = ((performance.now() - startMs) / 60_000).toFixed(1);
const kinds = Object.entries(result.kinds).map(([name, count]) => `${count} ${name}`);
process.stdout.write(
  `seed ${seed}: ${result.rounds} rounds, ${result.kills} kills, ${took} minutes, ${result.failed.length} failed\n` +
    `${kinds.toSorted().join(', ')}\n` +
    result.skipped.map((what) => `skipped: ${what}\n`).join(''),
);
if (result.failed.length > 0) process.exitCode = 1;
// A client of Postgres that lost its server may still wait to connect again.
process.exit();

function print({ number, steps, problems }: Round) {
  if (problems.length === 0) {
    process.stdout.write(`round ${number}: ${steps.join('; ')}\n`);
    return;
  }
  process.stdout.write(
    `round ${number} FAILED, 'npm run chaos -- --seed ${seed} --round ${number}' plays it again\n` +
      [...steps, ...problems.map((problem) => `! ${problem}`)]
        .map((line) => `  ${line.replaceAll('\n', '\n    ')}\n`)
        .join(''),
  );
}

function interrupt() {
  interruption.abort();
  killAll();
}
