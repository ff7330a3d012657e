import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Progress, Task } from '../../command/progress.js';
import type { DataFolder } from '../../disk/data-folder.js';
import { type Lake, readLake } from '../lake/lake.js';
import { buildExportFolder } from './export-folder.js';
import { type ExportTable, exportTables } from './export-table.js';
import { LICENCE_TEXT, PACKAGE_FILE, packageText, readmeText } from './package-file.js';
import { writeFiles } from './write-files.js';
import { writeSql } from './write-sql.js';
import { writeSqlite } from './write-sqlite.js';

/** The forms of an export: a file per table, or one file of all. */
export const EXPORT_FORMATS = ['csv', 'json', 'parquet', 'sqlite', 'sql'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export type ExportOptions = {
  readonly data: DataFolder;
  readonly format: ExportFormat;
  /** The folder to write; `export/<format>` in the data folder unless given. */
  readonly to?: string | undefined;
  /** Names with or without their schema; all tables unless given. */
  readonly tables?: readonly string[] | undefined;
  /** Whose lake; the current one unless given. */
  readonly snapshot?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type ExportResult = {
  readonly folder: string;
  readonly format: ExportFormat;
  readonly snapshot: string;
  readonly tables: readonly { readonly name: string; readonly rows: number; file: string }[];
  readonly seconds: number;
};

/** What one export writes, and where to. */
export type ExportWork = {
  readonly lake: Lake;
  readonly tables: readonly ExportTable[];
  readonly folder: string;
  readonly fileOf: (table: ExportTable) => string;
  readonly task: Task;
  readonly signal: AbortSignal;
};

/**
 * Writes tables of the lake in a form that other tools read, with a README, the licence of the
 * data and `datapackage.json`, into one folder. The same lake gives the same bytes.
 *
 * @throws {Fault} LAKE_EMPTY, LAKE_DAMAGED, TABLE_UNKNOWN, EXPORT_FOLDER_TAKEN, WRITE_FAILED
 */
export async function exportLake(
  options: ExportOptions,
  progress: Progress,
): Promise<ExportResult> {
  const startMs = performance.now();
  const { data, format, signal = new AbortController().signal } = options;
  const lake = await readLake(data.lake, options.snapshot);
  const tables = await exportTables(lake, options.tables);
  const to = resolve(options.to ?? join(data.root, 'export', format));
  const fileOf = FILES[format];
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const task = progress.task('export', rows);
  await buildExportFolder(to, async (folder) => {
    await WRITERS[format]({ lake, tables, folder, fileOf, task, signal });
    await writeFile(join(folder, 'README.md'), readmeText(lake, tables, fileOf));
    await writeFile(join(folder, 'LICENSE'), LICENCE_TEXT);
    await writeFile(join(folder, PACKAGE_FILE), packageText(lake, tables, fileOf));
  });
  const seconds = (performance.now() - startMs) / 1000;
  task.end(`${tables.length} tables, ${seconds.toFixed(1)} s`);
  const written = tables.map((table) => ({
    name: table.name,
    rows: table.rows,
    file: fileOf(table),
  }));
  return { folder: to, format, snapshot: lake.snapshot, tables: written, seconds };
}

const WRITERS: Readonly<Record<ExportFormat, (work: ExportWork) => Promise<void>>> = {
  csv: (work) => writeFiles(work, 'format csv, header'),
  json: (work) => writeFiles(work, 'format json, array true'),
  parquet: (work) => writeFiles(work, undefined),
  sqlite: writeSqlite,
  sql: writeSql,
};

const FILES: Readonly<Record<ExportFormat, (table: ExportTable) => string>> = {
  csv: ({ name }) => `${name}.csv`,
  json: ({ name }) => `${name}.json`,
  parquet: ({ name }) => `${name}.parquet`,
  sqlite: () => 'lyzer.sqlite',
  sql: () => 'lyzer.sql',
};
