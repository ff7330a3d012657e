import type { CommandModule } from 'yargs';
import { z } from 'zod';
import { EXIT, Fault } from '../command/fault.js';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import { type ExtractResult, extract } from './extract.js';
import { JOLPICA_RATE, parseRate } from './rate.js';
import type { SnapshotSource } from './snapshot.js';

const JOLPICA_URL = 'https://api.jolpi.ca/ergast/f1';

type ExtractArgs = CommonArgs & {
  readonly 'base-url': string;
  readonly rate: string;
  readonly concurrency: number;
  readonly seed: boolean;
  readonly note: string | undefined;
  readonly 'recorded-at': string | undefined;
};

export const extractCommand: CommandModule<CommonArgs, ExtractArgs> = {
  command: 'extract',
  describe: 'fetch what the archive lacks from Jolpica',
  builder: (yargs) =>
    yargs
      .option('base-url', { type: 'string', default: JOLPICA_URL, describe: 'whom to ask' })
      .option('rate', {
        type: 'string',
        default: JOLPICA_RATE,
        describe: "most requests per window, or 'off'",
      })
      .option('concurrency', {
        type: 'number',
        default: 4,
        describe: 'lists asked for at the same time',
      })
      .option('seed', {
        type: 'boolean',
        default: true,
        describe: 'begin a new archive with the committed seed (--no-seed: with nothing)',
      })
      .option('note', { type: 'string', describe: 'who answered, if not Jolpica itself' })
      .option('recorded-at', {
        type: 'string',
        describe: 'day on which the answers were recorded, if they are replayed',
      })
      .example('npm run extract', 'fetch what is missing, within what Jolpica allows'),
  handler: (args) =>
    runCommand(
      args,
      async ({ data, progress, signal }) => {
        const { seed } = args;
        const options = { data, seed, signal, source: sourceOf(args) };
        const concurrency = parseConcurrency(args.concurrency);
        return extract({ ...options, rate: parseRate(args.rate), concurrency }, progress);
      },
      describeExtract,
    ),
};

/** The result of an extraction in a person's words. */
export function describeExtract(result: ExtractResult): string {
  if (!result.isNew) return `Nothing was missing: snapshot ${result.snapshot} is the newest.`;
  return [
    `Snapshot ${result.snapshot}: ${result.lists} lists,`,
    `${result.fetchedLists} of them fetched in ${result.requests} requests`,
    `and ${result.seconds.toFixed(1)} s.`,
  ].join(' ');
}

function parseConcurrency(concurrency: number): number {
  if (Number.isInteger(concurrency) && concurrency > 0) return concurrency;
  throw new Fault(
    'CONCURRENCY_INVALID',
    `'${concurrency}' given as --concurrency, a whole number from 1 on was expected`,
    EXIT.usage,
  );
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
