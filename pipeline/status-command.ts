import type { CommandModule } from 'yargs';
import { ago } from '../command/ago.js';
import { countOf } from '../command/count-of.js';
import { onDemand } from '../command/on-demand.js';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import type { ArchiveStatus } from './archive-status.js';
import type { LakeStatus } from './lake-status.js';
import { isFault, type Part } from './part.js';
import { holdsLake, type StatusResult } from './status.js';
import type { TargetStatus } from './target-status.js';

const status = onDemand(async () => (await import('./status.js')).status);

export const statusCommand: CommandModule<CommonArgs, CommonArgs> = {
  command: 'status',
  describe: 'tell what is in archive, lake and targets, how fresh it is, and what to run next',
  builder: (yargs) => yargs.example('npm run status', 'is there anything to do?'),
  handler: (args) => runCommand(args, ({ data }) => status(data, new Date()), describeStatus),
};

/** A label and what there is to say under it. */
type Line = readonly [label: string, text: string];

/** How everything is, in a person's words. */
export function describeStatus(result: StatusResult): string {
  const now = new Date(result.at);
  const lake = result.lake;
  const targets = result.targets.map((target) => targetLine(target, lake, now));
  const next = result.next;
  return [
    ...block('Archive', result.archive, (archive) => archiveLines(archive, now)),
    ...block('Lake', lake, (found) => (found === null ? NO_LAKE : lakeLines(found, now))),
    ...block('Targets', targets, (lines) => lines),
    next === null ? 'Next: nothing, all is fresh.' : `Next: ${next.command}  (${next.why})`,
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
  const { createdAt, confirmedAt, source, lastRace, due, failed } = archive;
  const last = lastRace ? `; results up to ${raceName(lastRace)} of ${lastRace.date}` : '';
  const lines: Line[] = [
    ['folder', archive.folder + (archive.isSeed ? ' (the seed: nothing was extracted yet)' : '')],
    ['snapshot', `${archive.snapshot}, made ${ago(new Date(createdAt), now)}`],
    ['confirmed', `${ago(new Date(confirmedAt), now)} by ${source.note ?? source.baseUrl}`],
    ['holds', `${countOf(archive.lists, 'list')}, ${countOf(archive.rows, 'row')}${last}`],
  ];
  const [first] = due;
  if (first)
    lines.push(['lacks', `${countOf(due.length, 'race')} run since, from ${raceName(first)} on`]);
  for (const [list, why] of Object.entries(failed))
    lines.push(['lacks', `list '${list}' (${why})`]);
  if (archive.isCutOff)
    lines.push(['lacks', 'what an extraction was at that was cut off, or still runs']);
  return lines;
}

function lakeLines(lake: LakeStatus, now: Date): Line[] {
  const age = lake.isOfNewestSnapshot ? "the archive's newest" : "not the archive's newest";
  return [
    ['folder', lake.folder],
    ['snapshot', `${lake.snapshot}, ${age}`],
    ['built', `${ago(new Date(lake.builtAt), now)} by ${lake.program}, ${sqlAge(lake)}`],
    ['holds', `${countOf(lake.tables, 'table')}, ${countOf(lake.rows, 'row')}`],
  ];
}

function sqlAge({ isOfTodaysSql }: LakeStatus): string {
  if (isOfTodaysSql === null) return 'of a snapshot that is gone';
  return isOfTodaysSql ? "of today's SQL" : "not of today's SQL and rules";
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
  const same = holdsLake(target, lake) ? 'this very lake' : 'another lake than this';
  return [name, `${place}; ${load}, ${ago(new Date(lastLoad.startedAt), now)}: ${same}`];
}

function raceName({ season, round }: { season: number; round: number }): string {
  return `${season} round ${round}`;
}
