import { z } from 'zod';
import type { Progress } from '../../command/progress.js';
import type { DataFolder } from '../../disk/data-folder.js';
import { extract } from '../../extract/extract.js';
import { JOLPICA_RATE, parseRate } from '../../extract/fetch/rate.js';
import {
  type ExtractRequest,
  parseOnly,
  parseSeasons,
} from '../../extract/plan/extract-request.js';
import { load } from '../../load/load.js';
import { findTarget, LOCAL } from '../../load/postgres/find-target.js';
import { rollback } from '../../load/rollback.js';
import { pipeline } from '../../pipeline/pipeline.js';
import { transform } from '../../transform/transform.js';

const text = z.string().min(1).max(500);

const extractOptions = z.strictObject({
  seasons: text.optional().meta({ description: 'like `1996,2020-2026`' }),
  only: text.optional().meta({ description: 'resources, like `laps,results`' }),
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

/** Where to: a password that only a person could give is refused, as without a terminal. */
const targetOptions = {
  target: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/)
    .default(LOCAL)
    .meta({ description: 'a saved target, see `npm run target -- list`' }),
  yes: z.boolean().default(false).meta({ description: 'needed for a production target' }),
};

const removalsOption = z
  .boolean()
  .default(false)
  .meta({ description: 'load even if many rows go or the snapshot is older' });

/** What can be asked for, with the options that the commands have. */
export const runRequestSchema = z.discriminatedUnion('kind', [
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
        staleOk: z.boolean().default(false).meta({ description: 'take a lake that is stale' }),
      })
      .prefault({}),
  }),
  z.strictObject({
    kind: z.literal('rollback'),
    options: z.strictObject({
      ...targetOptions,
      to: z.number().int().positive().meta({ description: 'the load whose state is to come back' }),
    }),
  }),
  z.strictObject({
    kind: z.literal('pipeline'),
    options: z.strictObject({ ...targetOptions, allowRemovals: removalsOption }).prefault({}),
  }),
  z.strictObject({ kind: z.literal('refresh'), options: z.strictObject({}).prefault({}) }),
]);

export type RunRequest = z.infer<typeof runRequestSchema>;

export type StageContext = {
  readonly data: DataFolder;
  /** Whom to ask: Jolpica, or who stands in for it. */
  readonly baseUrl: string;
  /** Whether a refresh ends in Postgres, or in the lake. */
  readonly loads: boolean;
  /** By it the extraction tells which rounds have been driven. */
  readonly now: () => Date;
  readonly signal: AbortSignal;
};

/**
 * Refuses at once what the stage would refuse later.
 *
 * @throws {Fault} SEASONS_INVALID, RESOURCE_UNKNOWN, RATE_INVALID
 */
export function checkRequest(request: RunRequest): void {
  if (request.kind === 'extract') requestOf(request.options);
}

/** Calls the stage's one function, the same that its command calls. */
export async function runStage(
  request: RunRequest,
  context: StageContext,
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

async function refresh(context: StageContext, progress: Progress): Promise<object> {
  const { data, signal } = context;
  const extracted = await runExtract(extractOptions.parse({}), context, progress);
  signal.throwIfAborted();
  const transformed = await transform({ data, signal }, progress);
  if (!context.loads) return { extract: extracted, transform: transformed };
  signal.throwIfAborted();
  const loaded = await load({ data, snapshot: transformed.snapshot, signal }, progress);
  return { extract: extracted, transform: transformed, load: loaded };
}

function runExtract(
  options: ExtractJobOptions,
  { data, baseUrl, now, signal }: StageContext,
  progress: Progress,
) {
  const { concurrency } = options;
  const source = { baseUrl };
  const request = requestOf(options);
  return extract({ data, source, request, concurrency, seed: true, now: now(), signal }, progress);
}

function requestOf({ seasons, only, force, sinceDays, rate }: ExtractJobOptions): ExtractRequest {
  return {
    seasons: parseSeasons(seasons),
    only: parseOnly(only),
    force,
    sinceDays,
    rate: parseRate(rate),
    // Only a person at the command may say so.
    acceptShrinkage: false,
  };
}
