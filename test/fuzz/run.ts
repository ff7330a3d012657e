import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { fuzz, type Judged } from './fuzz.js';

// `npm run fuzz -- --seed 1 --count 10000`: pages of a Jolpica that lies; see docs/reliability.md.
const args = await yargs(hideBin(process.argv))
  .scriptName('npm run fuzz --')
  .option('seed', { type: 'number', default: 1, describe: 'makes all mutations' })
  .option('count', { type: 'number', default: 1_000, describe: 'how many mutations' })
  .option('only', { type: 'number', describe: 'only this one, and tell how it ended' })
  .strict()
  .version(false)
  .parseAsync();

const describe = ({ index, list, kind, field, what, counts, why }: Judged) =>
  `${index} ${counts}: '${list}', ${kind}, '${field}', ${what}: ${why.slice(0, 300)}\n`;

// Ctrl-C ends the run with its summary.
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

const { counts, failures, seconds } = await fuzz({
  ...args,
  signal: stop.signal,
  onJudged: (judged) => {
    if (judged.isFailure || args.only !== undefined) process.stdout.write(describe(judged));
  },
});
for (const [end, count] of Object.entries(counts).sort()) {
  process.stdout.write(`${String(count).padStart(7)} ${end}\n`);
}
const replay =
  failures[0] && `; again: npm run fuzz -- --seed ${args.seed} --only ${failures[0].index}`;
process.stdout.write(
  `seed ${args.seed}: ${failures.length} failures in ${(seconds / 60).toFixed(1)} minutes${replay ?? ''}\n`,
);
if (failures.length > 0) process.exitCode = 1;
