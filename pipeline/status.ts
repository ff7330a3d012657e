import { countOf } from '../command/count-of.js';
import { type DataFolder, DEFAULT_DATA } from '../disk/data-folder.js';
import { type ArchiveStatus, archiveStatus } from './archive-status.js';
import { holdsLake } from './holds-lake.js';
import { type LakeStatus, lakeStatus } from './lake-status.js';
import { isFault, type Part, partOf } from './part.js';
import { type TargetStatus, targetStatuses } from './target-status.js';

export type StatusResult = {
  readonly at: string;
  readonly archive: Part<ArchiveStatus>;
  /** Null before the first transform. */
  readonly lake: Part<LakeStatus | null>;
  readonly targets: readonly Part<TargetStatus>[];
  /** What to run next; null when everything is fresh. */
  readonly next: NextStep | null;
};

export type NextStep = { readonly command: string; readonly why: string };

/** What there is in archive, lake and targets, how fresh it is, and what to run next. */
export async function status(data: DataFolder, now: Date): Promise<StatusResult> {
  const [archive, lake, targets] = await Promise.all([
    partOf(() => archiveStatus(data, now)),
    partOf(() => lakeStatus(data)),
    targetStatuses(data),
  ]);
  const step = nextOf(archive, lake) ?? nextLoad(lake, targets);
  const elsewhere = data.root === DEFAULT_DATA ? '' : ` -- --data '${data.root}'`;
  const next = step && { command: `npm run ${step.command}${elsewhere}`, why: step.why };
  return { at: now.toISOString(), archive, lake, targets, next };
}

function nextOf(archive: StatusResult['archive'], lake: StatusResult['lake']): NextStep | null {
  if (isFault(archive)) return { command: 'doctor', why: 'the archive cannot be read' };
  if (lake === null) return { command: 'pipeline', why: 'there is no lake yet' };
  const lacks = whatIsLacking(archive);
  if (lacks !== undefined) return { command: 'extract', why: lacks };
  if (isFault(lake)) return { command: 'pipeline', why: 'the lake cannot be read' };
  if (!lake.isOfNewestSnapshot)
    return { command: 'pipeline', why: 'the lake is of an older snapshot' };
  if (!lake.isOfTodaysSql) return { command: 'pipeline', why: 'the lake was made by other SQL' };
  return null;
}

function whatIsLacking({ due, failed, isCutOff }: ArchiveStatus): string | undefined {
  if (isCutOff) return 'an extraction was cut off and goes on from there';
  const lists = Object.keys(failed).length;
  if (lists > 0) return `${countOf(lists, 'list')} could not be had last time`;
  if (due.length === 0) return undefined;
  return `${due.length === 1 ? '1 race was' : `${due.length} races were`} run since`;
}

function nextLoad(lake: StatusResult['lake'], targets: StatusResult['targets']): NextStep | null {
  for (const target of targets) {
    if (isFault(target)) continue;
    if (target.is !== 'running') {
      return { command: 'load', why: 'the embedded Postgres does not run' };
    }
    if (holdsLake(target, lake) !== true) {
      return { command: 'load', why: `target '${target.name}' does not hold this lake yet` };
    }
  }
  return null;
}
