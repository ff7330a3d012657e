import type { LakeStatus } from './lake-status.js';
import { isFault, type Part } from './part.js';
import type { TargetStatus } from './target-status.js';

/** Whether the target's last load was of this lake; undefined where that is unknown. */
export function hasLake(
  { lastLoad }: TargetStatus,
  lake: Part<LakeStatus | null>,
): boolean | undefined {
  if (lastLoad === undefined || isFault(lastLoad) || lake === null || isFault(lake)) {
    return undefined;
  }
  return lastLoad?.fingerprint === lake.fingerprint;
}
