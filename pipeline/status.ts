import { countOf } from '../command/count-of.js';
import { type DataFolder, DEFAULT_DATA } from '../disk/data-folder.js';
import { isAlpha, resourceOf } from '../extract/archive/resource.js';
import { commandWords } from '../fault/command-words.js';
import { LOCAL } from '../load/postgres/target.js';
import { type ArchiveStatus, archiveStatus } from './archive-status.js';
import { hasLake } from './has-lake.js';
import { type LakeStatus, lakeStatus } from './lake-status.js';
import { isFault, type Part } from './part.js';
import { partOf } from './part-of.js';
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

/** Describes archive, lake and targets, how fresh they are, and what to run next. */
export async function status(data: DataFolder, now: Date): Promise<StatusResult> {
  const [archive, lake, targets] = await Promise.all([
    partOf(() => archiveStatus(data, now)),
    partOf(() => lakeStatus(data)),
    targetStatuses(data),
  ]);
  const step = nextStep(archive, lake, targets);
  const elsewhere = data.root === DEFAULT_DATA ? [] : [`--data '${data.root}'`];
  const next = step && { command: commandLine(step, elsewhere), why: step.why };
  return { at: now.toISOString(), archive, lake, targets, next };
}

type Step = { readonly name: string; readonly option?: readonly string[]; readonly why: string };

function commandLine({ name, option = [] }: Step, elsewhere: readonly string[]): string {
  const options = [...option, ...elsewhere].join(' ');
  return commandWords(`npm run ${name}${options === '' ? '' : ` -- ${options}`}`);
}

/** The one command that helps: what the archive has goes to the targets first, then more is fetched. */
function nextStep(
  archive: StatusResult['archive'],
  lake: StatusResult['lake'],
  targets: StatusResult['targets'],
): Step | null {
  if (isFault(archive)) return { name: 'doctor', why: 'the archive cannot be read' };
  const behind = whyLakeIsBehind(lake);
  if (behind !== undefined) return { name: 'pipeline', why: behind };
  const load = nextLoad(lake, targets);
  if (load !== null) return load;
  const lacks = whatIsLacking(archive);
  if (lacks !== undefined) return { name: 'extract', why: lacks };
  return nextStart(targets);
}

function whyLakeIsBehind(lake: StatusResult['lake']): string | undefined {
  if (lake === null) return 'there is no lake yet';
  if (isFault(lake)) return 'the lake cannot be read';
  if (lake.staleness === null) return undefined;
  return lake.staleness.is === 'older'
    ? 'the archive is newer than the lake'
    : 'the lake was made by other SQL';
}

function whatIsLacking({ due, failed, isCutOff }: ArchiveStatus): string | undefined {
  if (isCutOff) return 'an extraction was interrupted; this continues it';
  // The new API may be gone for good: its lists are no reason to extract.
  const lists = Object.keys(failed).filter((list) => !isAlpha(resourceOf(list))).length;
  if (lists > 0) return `${countOf(lists, 'list')} could not be fetched last time`;
  if (due.length === 0) return undefined;
  return `${due.length === 1 ? '1 race was' : `${due.length} races were`} run since`;
}

/** A load into the first reachable target that does not have this lake. */
function nextLoad(lake: StatusResult['lake'], targets: StatusResult['targets']): Step | null {
  const isBehind = (target: Part<TargetStatus>): target is TargetStatus =>
    !isFault(target) && target.is === 'running' && hasLake(target, lake) === false;
  const found = targets.find(isBehind);
  if (found === undefined) return null;
  const why = `target '${found.name}' does not have this lake yet`;
  return { name: 'load', why, ...(found.name !== LOCAL && { option: ['--target', found.name] }) };
}

/** A load starts the embedded Postgres, where one was made or there is no other target. */
function nextStart(targets: StatusResult['targets']): Step | null {
  const local = targets.find((target) => !isFault(target) && target.name === LOCAL);
  if (local === undefined || isFault(local) || local.is === 'running') return null;
  if (local.is === 'unmade' && targets.length > 1) return null;
  return { name: 'load', why: 'the embedded Postgres is not running' };
}
