import type { Progress } from '../command/progress.js';
import type { DataFolder } from '../disk/data-folder.js';
import { type LoadOptions, type LoadResult, load } from '../load/load.js';
import { refuseUnconfirmed } from '../load/postgres/confirm.js';
import { startServer, stopServer } from '../load/postgres/embedded/embedded-postgres.js';
import { type TransformResult, transform } from '../transform/transform.js';

/** The options of a load, without those that choose a lake. */
export type PipelineOptions = Omit<LoadOptions, 'snapshot' | 'staleOk' | 'signal'> & {
  /** Asks a person to confirm, once the lake is made; instead of `confirmed`. */
  readonly confirm?: ((snapshot: string) => Promise<boolean>) | undefined;
  readonly signal: AbortSignal;
};

export type PipelineResult = {
  readonly transform: TransformResult;
  readonly load: LoadResult;
  readonly seconds: number;
};

/**
 * The main job: makes the lake of the archive's newest snapshot (on a fresh machine, the seed's)
 * and loads it into a target. The embedded Postgres is up afterwards.
 *
 * @throws {Fault} as transform and load do; NOT_CONFIRMED, before any work, when nobody can be asked
 */
export async function pipeline(
  { confirm, signal, ...options }: PipelineOptions,
  progress: Progress,
): Promise<PipelineResult> {
  const { data, target } = options;
  const startMs = performance.now();
  if (confirm === undefined) refuseUnconfirmed(target, options.confirmed);
  const makeLake = () => transform({ data, signal }, progress);
  const transformed = target === undefined ? await besideServer(data, makeLake) : await makeLake();
  signal.throwIfAborted();
  const { snapshot } = transformed;
  const confirmed = confirm === undefined ? options.confirmed : await confirm(snapshot);
  const loaded = await load({ ...options, confirmed, snapshot, signal }, progress);
  const seconds = (performance.now() - startMs) / 1000;
  return { transform: transformed, load: loaded, seconds };
}

/** Runs `work` while the embedded Postgres starts: the first start takes seconds. */
async function besideServer<Result>(data: DataFolder, work: () => Promise<Result>) {
  const [result, server] = await Promise.allSettled([work(), startServer(data.postgres)]);
  const failed = [result, server].find((outcome) => outcome.status === 'rejected');
  if (failed && server.status === 'fulfilled' && server.value.startedNow) {
    await stopServer(data.postgres);
  }
  if (result.status === 'rejected') throw result.reason;
  if (server.status === 'rejected') throw server.reason;
  return result.value;
}
