import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type DataFolder, PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { filesIn } from '../../disk/files-in.js';
import { causeText } from '../../fault/fault.js';
import { transformFault } from '../faults.js';

/** Where the SQL of a query is: one of these, else in stdin. */
export type SqlSource = {
  readonly sql?: string | undefined;
  readonly file?: string | undefined;
  /** The name of a saved query. */
  readonly saved?: string | undefined;
};

/** A query in a file of its own: `queries/<name>.sql`. */
export type SavedQuery = {
  readonly name: string;
  /** The file's first line, if it is a comment. */
  readonly question: string;
};

/**
 * Reads the SQL of a query.
 *
 * @throws {Fault} QUERY_UNREADABLE, QUERY_UNKNOWN
 */
export async function readSql(data: DataFolder, { sql, file, saved }: SqlSource): Promise<string> {
  if (sql !== undefined) return sql;
  if (file !== undefined) return readText(file);
  return saved === undefined ? text(process.stdin) : readSaved(data, saved);
}

/** The saved queries of the data folder and of this program, by name. */
export async function listSaved(data: DataFolder): Promise<SavedQuery[]> {
  const queries = new Map<string, SavedQuery>();
  for (const folder of foldersOf(data).toReversed()) {
    for (const file of await filesIn(folder)) {
      const name = file.slice(0, -'.sql'.length);
      const [, question = ''] = /^-- (.*)/.exec(await readText(join(folder, file))) ?? [];
      queries.set(name, { name, question });
    }
  }
  return [...queries.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function readSaved(data: DataFolder, name: string): Promise<string> {
  const known = await listSaved(data);
  if (!known.some((query) => query.name === name)) {
    const names = known.map((query) => query.name).join(', ');
    throw transformFault('QUERY_UNKNOWN', `no saved query '${name}'; choose from ${names}`);
  }
  for (const folder of foldersOf(data)) {
    if ((await filesIn(folder)).includes(`${name}.sql`))
      return readText(join(folder, `${name}.sql`));
  }
  throw transformFault('QUERY_UNKNOWN', `the saved query '${name}' is gone; run --list`);
}

/** The user's own before ours. */
function foldersOf(data: DataFolder): string[] {
  return [...new Set([join(data.root, 'queries'), join(PROGRAM_FOLDER, 'data', 'queries')])];
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(path: string, error: unknown) {
  const what = `cannot read '${path}' (${causeText(error)}), SQL was expected`;
  return transformFault('QUERY_UNREADABLE', `${what}; name another file`);
}
