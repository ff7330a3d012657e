import { z } from 'zod';
import type { CommandContext, CommonArgs } from '../command/run-command.js';
import { archiveOf, readHead, readSnapshot } from './archive/archive.js';
import type { SnapshotSource } from './archive/snapshot.js';
import { type ExtractResult, extract, requestTo } from './extract.js';
import { extractFault } from './faults.js';
import { parseBaseUrl } from './fetch/base-url.js';
import { parseRate } from './fetch/rate.js';
import { type ExtractRequest, parseOnly, parseSeasons } from './plan/extract-request.js';
import { makePlan, type Plan } from './plan/plan.js';
import { readPlanState } from './plan/plan-state.js';

/** The command's options as yargs parses them. */
export type ExtractArgs = CommonArgs & {
  readonly plan: boolean;
  readonly seasons: string | undefined;
  readonly only: string | undefined;
  readonly force: boolean;
  readonly 'since-days': number;
  readonly 'accept-shrinkage': boolean;
  readonly 'base-url': string;
  readonly rate: string;
  readonly concurrency: number;
  readonly seed: boolean;
  readonly note: string | undefined;
  readonly 'recorded-at': string | undefined;
};

/**
 * Runs the command `extract`: plans with `--plan`, else extracts.
 *
 * @throws {Fault} with exit code 2 for an invalid option; as extract does
 */
export function runExtract(
  args: ExtractArgs,
  context: CommandContext,
): Promise<ExtractResult | Plan> {
  return args.plan ? planOnly(args, context) : extractNow(args, context);
}

function extractNow(args: ExtractArgs, { data, progress, signal }: CommandContext) {
  const concurrency = wholeNumber('concurrency', args.concurrency, 1);
  const { seed } = args;
  const options = { data, seed, signal, concurrency };
  return extract({ ...options, source: sourceOf(args), request: requestOf(args) }, progress);
}

async function planOnly(args: ExtractArgs, { data }: CommandContext): Promise<Plan> {
  const request = requestTo(parseBaseUrl(args['base-url']), requestOf(args));
  // A new archive would begin with the seed.
  const folder = args.seed ? await archiveOf(data) : data.archive;
  const snapshot = (await readHead(folder)) ? await readSnapshot(folder) : undefined;
  return makePlan(await readPlanState(folder, snapshot, request, new Date()));
}

function requestOf(args: ExtractArgs): ExtractRequest {
  return {
    seasons: parseSeasons(args.seasons),
    only: parseOnly(args.only),
    force: args.force,
    sinceDays: wholeNumber('since-days', args['since-days'], 0),
    rate: parseRate(args.rate),
    acceptShrinkage: args['accept-shrinkage'],
  };
}

function wholeNumber(option: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  const sentence = `'${value}' given as --${option}, a whole number from ${least} on was expected`;
  throw extractFault('OPTION_INVALID', sentence);
}

function sourceOf(args: ExtractArgs): SnapshotSource {
  const recordedAt = args['recorded-at'];
  if (recordedAt !== undefined && !z.iso.date().safeParse(recordedAt).success) {
    throw extractFault(
      'DATE_INVALID',
      `'${recordedAt}' given as --recorded-at, a day like '2026-07-27' was expected`,
    );
  }
  const today = new Date().toISOString().slice(0, 10);
  if (recordedAt !== undefined && recordedAt > today) {
    const sentence = `'${recordedAt}' given as --recorded-at, a day until today was expected`;
    throw extractFault('DATE_INVALID', `${sentence} (it is '${today}' in UTC)`);
  }
  return {
    baseUrl: parseBaseUrl(args['base-url']),
    ...(args.note === undefined ? {} : { note: args.note }),
    ...(recordedAt === undefined ? {} : { recordedAt }),
  };
}
