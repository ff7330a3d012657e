import type { CommandModule } from 'yargs';
import { onDemand } from '../command/on-demand.js';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import { describeExtract, describePlan } from './describe.js';
import { JOLPICA_URL } from './fetch/jolpica-url.js';
import { JOLPICA_RATE } from './fetch/rate.js';
import type { ExtractArgs } from './run-extract.js';

const runExtract = onDemand(async () => (await import('./run-extract.js')).runExtract);

export const extractCommand: CommandModule<CommonArgs, ExtractArgs> = {
  command: 'extract',
  describe: 'fetch from Jolpica what the archive lacks, with the fewest requests',
  builder: (yargs) =>
    yargs
      .option('plan', {
        type: 'boolean',
        default: false,
        describe: 'print what would be fetched, and fetch nothing',
      })
      .option('seasons', { type: 'string', describe: 'only these, like 1996,2020-2026' })
      .option('only', {
        type: 'string',
        describe: 'only these resources, like laps,results; ergast or alpha: all of that API',
      })
      .option('force', { type: 'boolean', default: false, describe: 'fetch stored lists again' })
      .option('since-days', {
        type: 'number',
        default: 14,
        describe: 'fetch results again until so many days after the race',
      })
      .option('accept-shrinkage', {
        type: 'boolean',
        default: false,
        describe: 'keep answers that have far fewer rows than the archive',
      })
      .option('rate', {
        type: 'string',
        default: JOLPICA_RATE,
        describe: "most requests per window; other servers than Jolpica: faster, or 'off'",
      })
      .option('concurrency', { type: 'number', default: 4, describe: 'requests at the same time' })
      .option('base-url', {
        type: 'string',
        default: JOLPICA_URL,
        describe: 'address of Jolpica, or of a server that replays it',
      })
      .option('seed', {
        type: 'boolean',
        default: true,
        describe: 'start a new archive with the committed seed (--no-seed: empty)',
      })
      .option('note', { type: 'string', describe: 'what answers, if not Jolpica itself' })
      .option('recorded-at', {
        type: 'string',
        describe: 'day on which replayed answers were recorded',
      })
      .example('npm run extract', 'bring the archive up to date')
      .example('npm run extract -- --plan', 'what that would fetch, and how long it takes'),
  handler: (args) =>
    runCommand(
      args,
      (context) => runExtract(args, context),
      (result) => ('snapshot' in result ? describeExtract(result) : describePlan(result)),
    ),
};
