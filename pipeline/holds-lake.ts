import { isFault } from './part.js';
import type { StatusResult } from './status.js';
import type { TargetStatus } from './target-status.js';

/** Whether the last load brought this very lake; undefined where that can't be told. */
export function holdsLake(
  { lastLoad }: TargetStatus,
  lake: StatusResult['lake'],
): boolean | undefined {
  if (lastLoad === undefined || isFault(lastLoad) || lake === null || isFault(lake)) {
    return undefined;
  }
  return lastLoad?.fingerprint === lake.fingerprint;
}
