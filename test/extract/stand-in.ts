import { expect, onTestFinished, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import type { DataFolder } from '../../disk/data-folder.js';
import { type ExtractOptions, extract } from '../../extract/extract.js';
import type { ExtractRequest } from '../../extract/plan/extract-request.js';
import { EVERYTHING } from '../../extract/plan/extract-request.js';
import { isStandInHere, runStandIn, type StandIn } from './run-stand-in.js';

/** A stand-in that goes when the test ends. */
export async function startStandIn(...flags: readonly string[]): Promise<StandIn> {
  const server = await runStandIn(...flags);
  onTestFinished(server.stop);
  return server;
}

/** A test that needs the stand-in; it is skipped, and says so, where there is none. */
export function testWithStandIn(name: string, work: () => Promise<void>) {
  const skipped = isStandInHere ? '' : ' (skipped: no stand-in for Jolpica beside this clone)';
  test.skipIf(!isStandInHere)(`${name}${skipped}`, work);
}

/**
 * Expects that an extraction's requests reached the server, none of them twice. On a busy machine
 * a connection may close just when it is used again: then a request goes out once more.
 */
export async function expectNoRepeats(server: StandIn, { requests }: { requests: number }) {
  const stats = await server.stats();
  expect(stats.repeats).toBe(0);
  expect(stats.requests).toBeLessThanOrEqual(requests);
  return stats;
}

/** The day after the last round that the recording has. */
export const AFTER_RECORDING = new Date('2026-07-27T18:00:00Z');

/** An extraction without the seed and, unless said otherwise, of all that the recording has. */
export function extractFrom(
  data: DataFolder,
  { baseUrl }: Pick<StandIn, 'baseUrl'>,
  request: Partial<ExtractRequest> = {},
  more: Partial<ExtractOptions> = {},
) {
  const { signal } = new AbortController();
  const how = { concurrency: 8, seed: false, now: AFTER_RECORDING, signal };
  const options = {
    data,
    source: { baseUrl },
    request: { ...EVERYTHING, ...request },
    ...how,
    ...more,
  };
  return extract(options, silentProgress);
}
