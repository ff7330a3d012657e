import type { CommandModule } from 'yargs';
import { ago } from '../command/ago.js';
import { countOf } from '../command/count-of.js';
import { onDemand } from '../command/on-demand.js';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import type { ArchiveStatus } from './archive-status.js';
import { hasLake } from './has-lake.js';
import type { LakeStatus } from './lake-status.js';
import { isFault, type Part } from './part.js';
import type { StatusResult } from './status.js';
import type { TargetStatus } from './target-status.js';

const status = onDemand(async () => (await import('./status.js')).status);

export const statusCommand: CommandModule<CommonArgs, CommonArgs> = {
  command: 'status',
  describe: 'show what is in archive, lake and targets, how fresh it is, and what to run next',
  builder: (yargs) => yargs.example('npm run status', 'is there anything to do?'),
  handler: (args) => runCommand(args, ({ data }) => status(data, new Date()), describeStatus),
};

/** A label and its text. */
type Line = readonly [label: string, text: string];

/** The status as text. */
export function describeStatus(result: StatusResult): string {
  const now = new Date(result.at);
  const lake = result.lake;
  const targets = result.targets.map((target) => targetLine(target, lake, now));
  const next = result.next;
  return [
    ...block('Archive', result.archive, (archive) => archiveLines(archive, now)),
    ...block('Lake', lake, (found) => (found === null ? NO_LAKE : lakeLines(found, now))),
    ...block('Targets', targets, (lines) => lines),
    next === null
      ? 'Next: nothing, everything is up to date.'
      : `Next: ${next.command}  (${next.why})`,
  ].join('\n');
}

function block<Content>(
  title: string,
  part: Part<Content>,
  linesOf: (content: Content) => readonly Line[],
): string[] {
  const lines: readonly Line[] = isFault(part) ? [['fault', part.fault]] : linesOf(part);
  return [title, ...lines.map(([label, text]) => `  ${label.padEnd(10)} ${text}`), ''];
}

const NO_LAKE: readonly Line[] = [['none', 'nothing was transformed yet']];

function archiveLines(archive: ArchiveStatus, now: Date): Line[] {
  const { createdAt, confirmedAt, source, lastRace, due, failed, ...more } = archive;
  const last = lastRace ? `; results up to ${raceName(lastRace)} of ${lastRace.date}` : '';
  const lines: Line[] = [
    ['folder', archive.folder + (archive.isSeed ? ' (the seed: nothing was extracted yet)' : '')],
    ['snapshot', `${archive.snapshot}, made ${ago(new Date(createdAt), now)}`],
    ['confirmed', `${ago(new Date(confirmedAt), now)} by ${source.note ?? source.baseUrl}`],
    ['content', `${countOf(archive.lists, 'list')}, ${countOf(archive.rows, 'row')}${last}`],
  ];
  const [first] = due;
  if (first)
    lines.push(['missing', `${countOf(due.length, 'race')} run since, from ${raceName(first)} on`]);
  const [firstSprint] = more.withoutSprintQualifying;
  if (firstSprint) {
    const count = countOf(more.withoutSprintQualifying.length, 'sprint qualifying');
    const when = 'they come with the next extraction';
    lines.push(['missing', `results of ${count}, from ${raceName(firstSprint)} on: ${when}`]);
  }
  for (const [list, why] of Object.entries(failed))
    lines.push(['missing', `list '${list}' (${why})`]);
  if (archive.isCutOff)
    lines.push(['missing', 'what an interrupted extraction was fetching, or one that still runs']);
  return lines;
}

function lakeLines(lake: LakeStatus, now: Date): Line[] {
  return [
    ['folder', lake.folder],
    ['snapshot', lake.snapshot],
    ['built', `${ago(new Date(lake.builtAt), now)} by ${lake.program}; ${describeStaleness(lake)}`],
    ['content', `${countOf(lake.tables, 'table')}, ${countOf(lake.rows, 'row')}`],
  ];
}

function describeStaleness({ staleness }: LakeStatus): string {
  if (staleness === null) return 'up to date';
  return staleness.is === 'older'
    ? `behind the archive, whose newest snapshot is ${staleness.newest}`
    : 'made by other SQL or rules than the present ones';
}

function targetLine(target: Part<TargetStatus>, lake: StatusResult['lake'], now: Date): Line {
  if (isFault(target)) return ['fault', target.fault];
  const { name, is, where, lastLoad } = target;
  if (is === 'unmade') return [name, 'embedded Postgres, not started yet'];
  if (is === 'stopped') return [name, 'embedded Postgres, not running'];
  if (where === undefined) return [name, 'saved; it asks for its password'];
  const place = `running at ${where.host}:${where.port}`;
  if (lastLoad === undefined || lastLoad === null) return [name, `${place}, nothing loaded yet`];
  if (isFault(lastLoad)) return [name, `${place}; ${lastLoad.fault}`];
  const load = `load ${lastLoad.id} of snapshot ${lastLoad.snapshot}`;
  const same = hasLake(target, lake) ? 'this lake' : 'another lake';
  return [name, `${place}; ${load}, ${ago(new Date(lastLoad.startedAt), now)}: ${same}`];
}

function raceName({ season, round }: { season: number; round: number }): string {
  return `${season} round ${round}`;
}
