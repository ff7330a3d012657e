import { identifier } from '../../../transform/lake/identifier.js';
import { type ColumnShape, type Rule, ruleText } from './table-shape.js';

const WIDTH = 80;
const RESERVED = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization binary both case cast check ' +
    'collate collation column concurrently constraint create cross current_catalog current_date ' +
    'current_role current_schema current_time current_timestamp current_user default deferrable ' +
    'desc distinct do else end except false fetch for foreign freeze from full grant group having ' +
    'ilike in initially inner intersect into is isnull join lateral leading left like limit ' +
    'localtime localtimestamp natural not notnull null offset on only or order outer overlaps ' +
    'placing primary references returning right select session_user similar some symmetric ' +
    'system_user table tablesample then to trailing true union unique user using variadic verbose ' +
    'when where window with'
  ).split(' '),
);

/** A column's name in SQL for people: quoted only if Postgres needs it. */
export function plainName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : identifier(name);
}

/** A column in SQL: `points numeric(6, 2) not null`. */
export function columnSql(name: string, { type, isNullable }: ColumnShape): string {
  return `${plainName(name)} ${typeSql(type)}${isNullable ? '' : ' not null'}`;
}

/** A type as migrations write it: `time` for `time without time zone`. */
export function typeSql(type: string): string {
  return type
    .replace(' without time zone', '')
    .replace('timestamp with time zone', 'timestamptz')
    .replace(',', ', ');
}

/** A rule in SQL. */
export function ruleSql(rule: Rule): string {
  return ruleText({ ...rule, columns: rule.columns.map(plainName) });
}

/** A statement within 80 columns, with each part on its own line. */
export function statement(head: string, parts: readonly string[] = [], tail = ''): string {
  const line = `${[head, ...parts, tail].filter((part) => part !== '').join(' ')};`;
  if (parts.length < 2 && line.length <= WIDTH) return line;
  const lines = parts.map((part, index) => {
    const end = index < parts.length - 1 ? ',' : tail === '' ? ';' : '';
    return wrapLine(`    ${part}${end}`);
  });
  if (parts.length === 0) return wrapLine(line);
  return [wrapLine(head), ...lines, ...(tail === '' ? [] : [`${tail};`])].join('\n');
}

/** A SQL comment within 80 columns. */
export function remark(text: string): string {
  return wrapLine(text, '-- ', '-- ');
}

/** Breaks a line at blanks to at most 80 columns. Further lines are indented. */
function wrapLine(text: string, first = indentOf(text), next = `${indentOf(text)}    `): string {
  const lines: string[] = [];
  let line = first;
  for (const word of text.trim().split(' ')) {
    const isBegun = line !== first && line !== next;
    if (isBegun && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = next + word;
    } else {
      line += isBegun ? ` ${word}` : word;
    }
  }
  return [...lines, line].join('\n');
}

function indentOf(text: string): string {
  return /^ */.exec(text)?.[0] ?? '';
}
