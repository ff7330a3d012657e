import { z } from 'zod';
import type { Progress } from '../../command/progress.js';
import type { DataFolder } from '../../disk/data-folder.js';
import { extract } from '../../extract/extract.js';
import { JOLPICA_RATE, parseRate, refuseFaster } from '../../extract/fetch/rate.js';
import {
  type ExtractRequest,
  parseOnly,
  parseSeasons,
} from '../../extract/plan/extract-request.js';
import { Fault } from '../../fault/fault.js';
import { load } from '../../load/load.js';
import { planLoad } from '../../load/plan.js';
import { refuseUnconfirmed } from '../../load/postgres/confirm.js';
import { findTarget } from '../../load/postgres/find-target.js';
import { LOCAL } from '../../load/postgres/target.js';
import { rollback } from '../../load/rollback.js';
import { pipeline } from '../../pipeline/pipeline.js';
import { transform } from '../../transform/transform.js';

const text = z.string().min(1).max(500);

const extractOptions = z.strictObject({
  seasons: text.optional().meta({ description: 'like `1996,2020-2026`' }),
  only: text
    .optional()
    .meta({ description: 'resources, like `laps,results`; `ergast` or `alpha`: all of that API' }),
  force: z.boolean().default(false),
  sinceDays: z.number().int().min(0).default(14),
  rate: text.default(JOLPICA_RATE),
  concurrency: z.number().int().min(1).max(16).default(4),
});

type ExtractJobOptions = z.infer<typeof extractOptions>;

const snapshotOption = z
  .string()
  .regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/)
  .optional();

/** The database. There is no terminal: a target that asks for its password is refused. */
const targetOption = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .default(LOCAL)
  .meta({ description: 'a saved target, see `/api/v1/targets`' });

const targetOptions = {
  target: targetOption,
  yes: z.boolean().default(false).meta({ description: 'needed for a production target' }),
};

const removalsOption = z
  .boolean()
  .default(false)
  .meta({ description: 'load even if many rows are removed or the snapshot is older' });

const staleOkOption = z.boolean().default(false).meta({ description: 'take a stale lake' });

/** The kinds of jobs, with the options of their commands. */
export const jobRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('extract'), options: extractOptions.prefault({}) }),
  z.strictObject({
    kind: z.literal('transform'),
    options: z
      .strictObject({
        snapshot: snapshotOption,
        threads: z.number().int().min(1).max(64).optional(),
      })
      .prefault({}),
  }),
  z.strictObject({
    kind: z.literal('load'),
    options: z
      .strictObject({
        ...targetOptions,
        snapshot: snapshotOption,
        allowRemovals: removalsOption,
        staleOk: staleOkOption,
      })
      .prefault({}),
  }),
  z.strictObject({
    kind: z.literal('plan'),
    options: z
      .strictObject({ target: targetOption, snapshot: snapshotOption, staleOk: staleOkOption })
      .prefault({}),
  }),
  z.strictObject({
    kind: z.literal('rollback'),
    options: z.strictObject({
      ...targetOptions,
      to: z.number().int().positive().meta({ description: 'the load to go back to' }),
    }),
  }),
  z.strictObject({
    kind: z.literal('pipeline'),
    options: z.strictObject({ ...targetOptions, allowRemovals: removalsOption }).prefault({}),
  }),
  z.strictObject({ kind: z.literal('refresh'), options: z.strictObject({}).prefault({}) }),
]);

export type JobRequest = z.infer<typeof jobRequestSchema>;

export type JobContext = {
  readonly data: DataFolder;
  /** Of Jolpica, or of a server that stands in for it. */
  readonly baseUrl: string;
  /** Whether a refresh also loads Postgres. */
  readonly loads: boolean;
  /** Decides which rounds have been raced. */
  readonly now: () => Date;
  readonly signal: AbortSignal;
};

/**
 * Throws at once what the stage would throw before any work.
 *
 * @throws {Fault} SEASONS_INVALID, RESOURCE_UNKNOWN, RATE_INVALID, RATE_TOO_FAST, TARGET_UNKNOWN,
 *   TARGET_PASSWORD, NOT_CONFIRMED
 */
export async function checkRequest({ kind, options }: JobRequest): Promise<void> {
  if (kind === 'extract') requestOf(options);
  if (!('target' in options)) return;
  const target = await findTarget(options.target);
  if ('yes' in options) refuseUnconfirmed(target, options.yes);
}

/** Calls the stage's one function, as its command does. */
export async function runJob(
  request: JobRequest,
  context: JobContext,
  progress: Progress,
): Promise<object> {
  const { data, signal } = context;
  switch (request.kind) {
    case 'extract':
      return runExtract(request.options, context, progress);
    case 'transform':
      return transform({ data, signal, ...request.options }, progress);
    case 'load': {
      const { target: name, yes: confirmed, ...options } = request.options;
      const target = await findTarget(name);
      return load({ data, target, confirmed, ...options, signal }, progress);
    }
    case 'plan': {
      const { target: name, ...options } = request.options;
      return planLoad({ data, target: await findTarget(name), ...options, signal }, progress);
    }
    case 'rollback': {
      const { target, yes: confirmed, to } = request.options;
      return rollback({ data, target: await findTarget(target), confirmed, to, signal }, progress);
    }
    case 'pipeline': {
      const { target: name, yes: confirmed, ...options } = request.options;
      const target = await findTarget(name);
      return pipeline({ data, target, confirmed, ...options, signal }, progress);
    }
    case 'refresh':
      return refresh(context, progress);
  }
}

/** Extracts, transforms and loads; lists that failed or shrank end it only after the rest is served. */
async function refresh(context: JobContext, progress: Progress): Promise<object> {
  const { data, signal } = context;
  const options = extractOptions.parse({});
  const [extracted] = await Promise.allSettled([runExtract(options, context, progress)]);
  if (extracted.status === 'rejected' && !isPublished(extracted.reason)) throw extracted.reason;
  signal.throwIfAborted();
  const transformed = await transform({ data, signal }, progress);
  signal.throwIfAborted();
  const loaded = context.loads
    ? { load: await load({ data, snapshot: transformed.snapshot, signal }, progress) }
    : {};
  if (extracted.status === 'rejected') throw extracted.reason;
  return { extract: extracted.value, transform: transformed, ...loaded };
}

/** Whether an extraction that ended with this fault has published a snapshot of all other lists. */
function isPublished(error: unknown): boolean {
  return error instanceof Fault && ['LISTS_FAILED', 'LISTS_SHRUNK'].includes(error.code);
}

function runExtract(
  options: ExtractJobOptions,
  { data, baseUrl, now, signal }: JobContext,
  progress: Progress,
) {
  const { concurrency } = options;
  const source = { baseUrl };
  const request = requestOf(options);
  return extract({ data, source, request, concurrency, seed: true, now: now(), signal }, progress);
}

function requestOf({ seasons, only, force, sinceDays, rate }: ExtractJobOptions): ExtractRequest {
  const windows = parseRate(rate);
  // Only a person at a terminal may go faster, and only at other servers.
  refuseFaster(windows, 'over HTTP');
  return {
    seasons: parseSeasons(seasons),
    only: parseOnly(only),
    force,
    sinceDays,
    rate: windows,
    // Only a person at a terminal may accept it.
    acceptShrinkage: false,
  };
}
