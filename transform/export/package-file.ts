import { PROGRAM } from '../../command/program.js';
import type { Lake } from '../lake/lake.js';
import type { ExportTable } from './export-table.js';

/** Describes an export by the Data Package standard, which tools of Python and R read. */
export const PACKAGE_FILE = 'datapackage.json';

/** Marks a folder as an export of ours. */
export const PACKAGE_NAME = 'lyzer-etl';

const LICENCE = 'https://creativecommons.org/licenses/by-nc-sa/4.0/';

/** DuckDB's types in the standard's words. */
const TYPES: Readonly<Record<string, string>> = {
  INTEGER: 'integer',
  BIGINT: 'integer',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIME: 'time',
  DOUBLE: 'number',
};

/** The text of `datapackage.json`. */
export function packageText(
  lake: Lake,
  tables: readonly ExportTable[],
  fileOf: (table: ExportTable) => string,
): string {
  const content = {
    name: PACKAGE_NAME,
    title: "Formula 1's history",
    version: lake.snapshot,
    licenses: [{ name: 'CC-BY-NC-SA-4.0', path: LICENCE }],
    sources: [{ title: 'Jolpica', path: 'https://github.com/jolpica/jolpica-f1' }],
    resources: tables.map((table) => resourceOf(table, fileOf(table))),
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

function resourceOf(table: ExportTable, path: string) {
  const { name, description, columns, comments, key } = table;
  const fields = columns.map((column) => ({
    name: column.name,
    type: TYPES[column.type] ?? (column.type.startsWith('DECIMAL') ? 'number' : 'string'),
    description: comments.get(column.name),
  }));
  return { name, description, path, schema: { fields, primaryKey: key } };
}

/** The text of `README.md`. */
export function readmeText(
  lake: Lake,
  tables: readonly ExportTable[],
  fileOf: (table: ExportTable) => string,
): string {
  const lines = tables.map(
    (table) =>
      `| \`${table.name}\` | ${table.rows.toLocaleString('en')} | \`${fileOf(table)}\` | ${table.description} |`,
  );
  return `# Formula 1's history

Tables of snapshot ${lake.snapshot}, written by ${PROGRAM}. \`${PACKAGE_FILE}\` has the meaning
and the type of each column, and the key of each table. Times are UTC; null is null.

The data come from Jolpica, the successor of the Ergast API, under the licence in \`LICENSE\`.
Changed: ids, corrections of single values, and everything computed from the results.

| table | rows | file | content |
| --- | --- | --- | --- |
${lines.join('\n')}
`;
}

/** The text of `LICENSE`. */
export const LICENCE_TEXT = `The data in this folder come from Jolpica, https://github.com/jolpica/jolpica-f1, the successor
of the Ergast API, and are licensed under

    Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International
    (CC BY-NC-SA 4.0), ${LICENCE}

You may share and adapt them for purposes that are not commercial, if you name Jolpica as the
source, say what you changed, and share the result under the same licence.
`;
