import type { CommandModule } from 'yargs';
import { z } from 'zod';
import { EXIT, Fault } from '../command/fault.js';
import { type CommandContext, type CommonArgs, runCommand } from '../command/run-command.js';
import { describeExtract, describePlan } from './describe.js';
import { type ExtractResult, extract } from './extract.js';
import { type Plan, parentOf, planOf, viewOf } from './plan.js';
import type { Wish } from './plan-view.js';
import { JOLPICA_RATE, parseRate } from './rate.js';
import type { SnapshotSource } from './snapshot.js';
import { parseOnly, parseSeasons } from './wish.js';

const JOLPICA_URL = 'https://api.jolpi.ca/ergast/f1';

type ExtractArgs = CommonArgs & {
  readonly plan: boolean;
  readonly seasons: string | undefined;
  readonly only: string | undefined;
  readonly force: boolean;
  readonly 'since-days': number;
  readonly 'base-url': string;
  readonly rate: string;
  readonly concurrency: number;
  readonly seed: boolean;
  readonly note: string | undefined;
  readonly 'recorded-at': string | undefined;
};

export const extractCommand: CommandModule<CommonArgs, ExtractArgs> = {
  command: 'extract',
  describe: 'fetch from Jolpica what the archive lacks, with the fewest requests',
  builder: (yargs) =>
    yargs
      .option('plan', { type: 'boolean', default: false, describe: 'say what would be asked' })
      .option('seasons', { type: 'string', describe: 'only these, like 1996,2020-2026' })
      .option('only', { type: 'string', describe: 'only these resources, like laps,results' })
      .option('force', { type: 'boolean', default: false, describe: 'ask again for what is held' })
      .option('since-days', {
        type: 'number',
        default: 14,
        describe: 'ask again for results until so many days after the race',
      })
      .option('rate', {
        type: 'string',
        default: JOLPICA_RATE,
        describe: "most requests per window, or 'off'",
      })
      .option('concurrency', { type: 'number', default: 4, describe: 'requests at the same time' })
      .option('base-url', { type: 'string', default: JOLPICA_URL, describe: 'whom to ask' })
      .option('seed', {
        type: 'boolean',
        default: true,
        describe: 'begin a new archive with the committed seed (--no-seed: with nothing)',
      })
      .option('note', { type: 'string', describe: 'who answers, if not Jolpica itself' })
      .option('recorded-at', {
        type: 'string',
        describe: 'day on which the answers were recorded, if they are replayed',
      })
      .example('npm run extract', 'bring the archive up to date')
      .example('npm run extract -- --plan', 'see first what that would ask, and how long it takes'),
  handler: (args) =>
    runCommand<ExtractResult | Plan>(
      args,
      (context) => (args.plan ? planOnly(args, context) : run(args, context)),
      (result) => ('snapshot' in result ? describeExtract(result) : describePlan(result)),
    ),
};

function run(args: ExtractArgs, { data, progress, signal }: CommandContext) {
  const concurrency = wholeNumber('concurrency', args.concurrency, 1);
  const { seed } = args;
  const options = { data, seed, signal, concurrency, source: sourceOf(args), wish: wishOf(args) };
  return extract(options, progress);
}

async function planOnly(args: ExtractArgs, { data }: CommandContext): Promise<Plan> {
  const wish = wishOf(args);
  const parent = await parentOf(data.archive, args.seed);
  return planOf(await viewOf(data.archive, parent, wish, new Date())).plan;
}

function wishOf(args: ExtractArgs): Wish {
  return {
    seasons: parseSeasons(args.seasons),
    only: parseOnly(args.only),
    force: args.force,
    sinceDays: wholeNumber('since-days', args['since-days'], 0),
    rate: parseRate(args.rate),
  };
}

function wholeNumber(option: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  const sentence = `'${value}' given as --${option}, a whole number from ${least} on was expected`;
  throw new Fault('OPTION_INVALID', sentence, EXIT.usage);
}

function sourceOf(args: ExtractArgs): SnapshotSource {
  const url = z.url({ protocol: /^https?$/ }).safeParse(args['base-url']);
  if (!url.success) {
    throw new Fault(
      'BASE_URL_INVALID',
      `'${args['base-url']}' given as --base-url, an address like '${JOLPICA_URL}' was expected`,
      EXIT.usage,
    );
  }
  const recordedAt = args['recorded-at'];
  if (recordedAt !== undefined && !z.iso.date().safeParse(recordedAt).success) {
    throw new Fault(
      'DATE_INVALID',
      `'${recordedAt}' given as --recorded-at, a day like '2026-07-27' was expected`,
      EXIT.usage,
    );
  }
  return {
    baseUrl: url.data.replace(/\/+$/, ''),
    ...(args.note === undefined ? {} : { note: args.note }),
    ...(recordedAt === undefined ? {} : { recordedAt }),
  };
}
