import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { literal } from '../lake/duck.js';
import type { ExportWork } from './export-lake.js';
import { withRows } from './with-rows.js';

/**
 * Writes a file per table.
 *
 * @param form options of DuckDB's COPY; without it, the lake's own Parquet files are copied
 */
export async function writeFiles(work: ExportWork, form: string | undefined): Promise<void> {
  const { lake, tables, folder, fileOf, task, signal } = work;
  await withRows(lake, signal, async (connection, rowsOf) => {
    for (const table of tables) {
      task.say(table.name);
      const to = join(folder, fileOf(table));
      if (form === undefined) {
        await copyFile(join(lake.folder, table.file), to, constants.COPYFILE_FICLONE);
      } else {
        await connection.run(`copy (from ${rowsOf(table)}) to ${literal(to)} (${form})`);
      }
      task.step(table.rows);
    }
  });
}
