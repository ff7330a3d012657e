import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One SELECT; its file's name is the name of the table that it makes. */
export type SqlFile = { readonly name: string; readonly file: string; readonly sql: string };

/** Reads the SQL files of one folder of `reconcile/`, by name. */
export async function readSqlFiles(folder: string): Promise<SqlFile[]> {
  const root = join(import.meta.dirname, folder);
  const names = (await readdir(root)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => ({
      name: name.slice(0, -'.sql'.length),
      file: `reconcile/${folder}/${name}`,
      sql: await readFile(join(root, name), 'utf8'),
    })),
  );
}
