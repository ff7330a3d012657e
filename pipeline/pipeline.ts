import type { Progress } from '../command/progress.js';
import type { DataFolder } from '../disk/data-folder.js';
import { type LoadResult, load } from '../load/load.js';
import { startServer, stopServer } from '../load/postgres/embedded/embedded-postgres.js';
import { type TransformResult, transform } from '../transform/transform.js';

export type PipelineOptions = {
  readonly data: DataFolder;
  readonly signal: AbortSignal;
  /** The load may remove much, or go back to an older snapshot. */
  readonly allowRemovals?: boolean;
};

export type PipelineResult = {
  readonly transform: TransformResult;
  readonly load: LoadResult;
  readonly seconds: number;
};

/**
 * The main job: makes the lake of the archive's newest snapshot (the seed's on a fresh
 * machine) and loads it into the embedded Postgres, which is up afterwards.
 *
 * @throws {Fault} as transform and load do
 */
export async function pipeline(
  { data, signal, allowRemovals }: PipelineOptions,
  progress: Progress,
): Promise<PipelineResult> {
  const startMs = performance.now();
  const transformed = await besideServer(data, () => transform({ data, signal }, progress));
  signal.throwIfAborted();
  const loaded = await load({ data, allowRemovals, signal }, progress);
  const seconds = (performance.now() - startMs) / 1000;
  return { transform: transformed, load: loaded, seconds };
}

/** Does work while the embedded Postgres starts, which takes some seconds the first time. */
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
