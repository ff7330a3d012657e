import { join } from 'node:path';
import { groupBy } from '../command/group-by.js';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import { countRows, describeDifference } from './describe-reconciliation.js';
import { CLASSES, type Difference, type Reconciliation } from './reconcile.js';

/** Where the page of the comparison is kept. */
export const TRUTH_PAGE = join(PROGRAM_FOLDER, 'docs', 'truth.md');

const EXAMPLES = 3;

/** The page of the comparison, written by `npm run reconcile -- --write`. */
export function truthPage(reconciliation: Reconciliation): string {
  return [
    INTRODUCTION,
    '## Counts\n',
    'A value is one field of one driver or constructor in one round. It counts as compared where at least one source has it.\n',
    markdownTable(
      ['subject', 'field', 'compared', 'equal', ...CLASSES, 'unclassified'],
      countRows(reconciliation),
    ),
    ...CLASSES.map((name) => classSection(name, reconciliation)),
    verdictSection(reconciliation),
  ].join('\n');
}

function classSection(name: (typeof CLASSES)[number], { rules, differences }: Reconciliation) {
  const byRule = groupBy(differences, ({ rule }) => rule ?? '');
  const found = rules
    .filter((rule) => rule.class === name)
    .map(({ rule, reason }) => ({ rule, reason, of: byRule.get(rule) ?? [] }));
  const rows = found.map(({ rule, reason, of }) => [
    `\`${rule}\``,
    of.length.toLocaleString('en'),
    reason,
    ...(name === 'open' ? [examples(of)] : []),
  ]);
  const head = ['rule', 'values', 'reason', ...(name === 'open' ? ['examples'] : [])];
  return `## ${TITLES[name]}\n\n${markdownTable(head, rows)}`;
}

/** Examples of as many seasons as there may be: the first, one in the middle, the last. */
function examples(differences: readonly Difference[]): string {
  const last = differences.length - 1;
  const places = Array.from({ length: EXAMPLES }, (_, n) =>
    Math.round((n * last) / (EXAMPLES - 1)),
  );
  return [...new Set(places)]
    .flatMap((place) => differences[place] ?? [])
    .map(describeDifference)
    .join('; ');
}

function verdictSection({ differences }: Reconciliation): string {
  const rows = differences
    .filter((one) => one.class !== null && one.rule === null)
    .map((one) => [describeDifference(one), `${one.class}`, one.reason ?? '', one.source ?? '']);
  return `## Single verdicts\n\n${markdownTable(['value', 'class', 'reason', 'source'], rows)}`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}

const TITLES = {
  open: 'Open: known faults, and what nobody has settled yet',
  'f1db is wrong': 'f1db is wrong',
  'counted otherwise': 'Counted otherwise: both are right',
  precision: 'Precision',
};

const INTRODUCTION = `# Truth: every value beside a second source

Written by \`npm run reconcile -- --write\` from the seed's lake and from [f1db](https://github.com/f1db/f1db), commit 6a5845b of
2026-08-21, licence CC BY 4.0. f1db keeps official history, made by hand from official documents, without Jolpica. A test compares the
page with what the command finds.

Each value that differs gets one class: by a rule, one SQL file of \`reconcile/rules\` with its reason in \`reconcile/rules.csv\`, or by a verdict
on that value alone in \`reconcile/verdicts.csv\`. Where several rules find a value, the first of \`rules.csv\` counts. A new difference
that no rule finds is *unclassified*, and the test fails.

What it can't see: a constructor's chassis is what f1db has in most of its rows of a season, so a constructor that is wrong for a whole
season goes unnoticed. Teams with several engines have a standing per engine, which are paired by their points.
A name is a driver's \`ref\`; \`?\` before it means that Jolpica has no such driver, \`#2\` a second car in the same race.
Times are milliseconds; careers have no season.

**The files of f1db** that the command takes, in the folder of \`--f1db\` (default: \`../shared/f1db\` beside the clone): \`races\`, \`drivers\`,
\`race-results\`, \`starting-grid\`, \`fastest-laps\`, \`qualifying\`, \`sprint-qualifying\`, \`sprint-results\`, \`pit-stops\`, \`driver-standings\` and
\`constructor-standings\`, each as \`<name>.csv.gz\` with a header. They are made of f1db's YAML (\`src/data\`): each file's list as rows, its keys as columns,
with \`season\` and \`round\` of its folder before them; standings of a season have round 0. A \`position\` is a number or a code such as DNF.
The unzipped \`f1db-csv.zip\` of [f1db's releases](https://github.com/f1db/f1db/releases) will do as well: \`--f1db FOLDER\`.
`;
