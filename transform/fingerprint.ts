import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesIn } from '../disk/files-in.js';
import type { Snapshot } from '../extract/archive/snapshot.js';
import { LAKE_FORMAT } from './lake/lake.js';
import { LAYERS } from './models/model-file.js';
import { SQL_FOLDER } from './models/read-models.js';
import { LEDGERS } from './read-program.js';

/** The folders of `sql/` that a lake is made of; migrations and views are Postgres's. */
const SQL_FOLDERS = [...Object.keys(LAYERS), 'functions', 'checks', 'flat'];

/**
 * One hash of everything that a lake is made of: the snapshot, and the files of SQL, rules and
 * corrections. Equal fingerprints mean equal tables. No file is parsed: `status` is in a hurry.
 */
export async function fingerprint(snapshot: Snapshot): Promise<string> {
  const hash = createHash('sha256');
  const add = (...parts: string[]) => hash.update(`${JSON.stringify(parts)}\n`);
  add('format', String(LAKE_FORMAT));
  add('snapshot', snapshot.id, JSON.stringify(snapshot.lists));
  const folders = SQL_FOLDERS.map((name) => join(SQL_FOLDER, name));
  for (const folder of [...folders, ...Object.values(LEDGERS)]) {
    const names = await filesIn(folder);
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    for (const [index, name] of names.entries()) add(name, texts[index] ?? '');
  }
  return hash.digest('hex');
}
