import { isFault } from './part.js';
import type { StatusResult } from './status.js';
import type { TargetStatus } from './target-status.js';

/** Whether the target's last load was of this lake; undefined where that is unknown. */
export function hasLake(
  { lastLoad }: TargetStatus,
  lake: StatusResult['lake'],
): boolean | undefined {
  if (lastLoad === undefined || isFault(lastLoad) || lake === null || isFault(lake)) {
    return undefined;
  }
  return lastLoad?.fingerprint === lake.fingerprint;
}
