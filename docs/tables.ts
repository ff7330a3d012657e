import { join } from 'node:path';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import { readViewDocs } from '../load/schema/comments.js';
import type { TableWords } from '../transform/models/comments.js';
import {
  LAYERS,
  type Model,
  type ModelDoc,
  PUBLISHED_LAYERS,
} from '../transform/models/model-file.js';
import { FLAT_SCHEMA, type ViewDoc } from '../transform/models/read-flat-views.js';
import { readModels, SQL_FOLDER } from '../transform/models/read-models.js';

/** Where the page of tables is kept. */
export const TABLES_PAGE = join(PROGRAM_FOLDER, 'docs', 'tables.md');

type Column = ModelDoc['columns'][string];

/** A table or a view, and what its yml says. */
type Table = {
  readonly schema: string;
  readonly name: string;
  readonly doc: TableWords & Partial<Pick<ModelDoc, 'key'>> & Partial<ViewDoc>;
};

/** The page of tables, made of what the ymls of core, metrics and views say. */
export async function tablesPage(): Promise<string> {
  const models = await readModels(SQL_FOLDER, PUBLISHED_LAYERS);
  const core = models.filter(({ layer }) => layer === 'core');
  const metrics = models.filter(({ layer }) => layer === 'metrics');
  const views = await readViewDocs();
  const api = views.filter(({ schema }) => schema === 'lyzer_api');
  const flat = views.filter(({ schema }) => schema === FLAT_SCHEMA);
  const parts = [
    INTRODUCTION,
    `## Schema \`${LAYERS.core}\``,
    overview(core),
    DIAGRAM_WORDS,
    diagram(core),
    ...core.map(section),
    `## Schema \`${LAYERS.metrics}\``,
    overview(metrics),
    ...metrics.map(section),
    '## Schema `lyzer_api`',
    VIEWS_WORDS,
    overview(api),
    ...api.map(section),
    `## Schema \`${FLAT_SCHEMA}\``,
    FLAT_WORDS,
    questions(flat),
    ...flat.map(section),
  ];
  return `${parts.join('\n\n')}\n`;
}

const INTRODUCTION = `# Tables

Written by \`npm run docs\` from the yml beside each model in \`sql/\`; a test holds it fresh, and
\`npm run transform\` holds every table against what is said of it here.

- The tables are the same in the lake (\`npm run query\`, \`lyzer.duckdb\`, one Parquet file each) and in Postgres;
  types are written as DuckDB has them, and in Postgres \`varchar\` is \`text\` and \`decimal\` is \`numeric\`.
- **null when** says when a value is missing. A column without a word there holds no null: a transform that would
  write one fails.
- **from** is the field of Jolpica's answer, after the name of the list. What has none is computed, or is a key.
- UUIDs are version 5 of the natural key: the same in every database, always.`;

/** What nearly all tables refer to would hide the rest. */
const NOT_DRAWN = `${LAYERS.core}.season`;

const DIAGRAM_WORDS = `Which table refers to which, by which columns; \`season\`, to which most do, is left out:`;

const VIEWS_WORDS =
  'Views in Postgres, shaped for what an API answers; types are as Postgres has them.';

const FLAT_WORDS = `Views for people: the tables with names in place of ids, so that a question needs no join. They are the
same in \`lyzer.duckdb\` and in Postgres. Each has a question and the SELECT that answers it; a test runs them in both.`;

function questions(views: readonly Table[]): string {
  return markdownTable(
    ['view', 'question'],
    views.map(({ name, doc }) => [link(name), doc.question ?? '']),
  );
}

function overview(models: readonly Pick<Table, 'name' | 'doc'>[]): string {
  const rows = models.map(({ name, doc }) => [link(name), doc.description]);
  return markdownTable(['table', 'what is in it'], rows);
}

function section({ name, schema, doc }: Table): string {
  const key = doc.key === undefined ? '' : ` Key: ${doc.key.map(code).join(', ')}.`;
  const answer =
    doc.answer === undefined
      ? []
      : [`${doc.question}\n\n\`\`\`sql\n${doc.answer.trimEnd()}\n\`\`\``];
  const rows = Object.entries(doc.columns).map(([column, about]) => [
    code(column),
    about.unit === undefined ? about.type : `${about.type}, ${about.unit}`,
    meaning(about, doc.references?.[column]),
    about.absent ?? '',
    about.source === undefined ? '' : code(about.source),
  ]);
  return [
    `### ${name}`,
    `${doc.description} As SQL names it: \`${schema}.${name}\`.${key}`,
    ...answer,
    markdownTable(['column', 'type', 'meaning', 'null when', 'from'], rows),
  ].join('\n\n');
}

function meaning({ meaning: words, values }: Column, reference: string | undefined): string {
  const all = values === undefined ? '' : `; one of ${values.map(String).map(code).join(', ')}`;
  return words + all + (reference === undefined ? '' : `, see ${link(bareName(reference))}`);
}

/** Mermaid's language, which GitHub draws. */
function diagram(models: readonly Model[]): string {
  const lines = models.flatMap(({ name, doc }) => {
    const columnsOf = new Map<string, string[]>();
    for (const [column, table] of Object.entries(doc.references ?? {})) {
      if (table === NOT_DRAWN) continue;
      columnsOf.set(table, [...(columnsOf.get(table) ?? []), column]);
    }
    return [...columnsOf].map(([table, columns]) => {
      const isOptional = columns.some((column) => doc.columns[column]?.absent !== undefined);
      const ends = isOptional ? '}o--o|' : '}o--||';
      return `    ${name} ${ends} ${bareName(table)} : "${columns.join(', ')}"`;
    });
  });
  return ['```mermaid', 'erDiagram', ...lines, '```'].join('\n');
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
}

function link(name: string): string {
  return `[${name}](#${name})`;
}

function code(text: string): string {
  return `\`${text}\``;
}

/** `race` of `lyzer.race`. */
function bareName(table: string): string {
  return table.slice(table.indexOf('.') + 1);
}
