import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Snapshot } from '../extract/archive/snapshot.js';
import { LAKE_FORMAT } from './lake/lake.js';
import type { Program } from './read-program.js';

/**
 * One hash of everything that a lake is made of: equal fingerprints mean equal tables.
 *
 * @param folders of rules and corrections
 */
export async function fingerprint(
  snapshot: Snapshot,
  { models, functions, checks, views }: Program,
  folders: readonly string[],
): Promise<string> {
  const hash = createHash('sha256');
  const add = (...parts: string[]) => hash.update(`${JSON.stringify(parts)}\n`);
  add('format', String(LAKE_FORMAT));
  add('snapshot', snapshot.id, JSON.stringify(snapshot.lists));
  for (const { file, sql, docText } of models) add(file, sql, docText);
  for (const { file, sql } of functions) add(file, sql);
  for (const { file, sql, severity, description } of checks) add(file, sql, severity, description);
  for (const { file, sql, docText } of views) add(file, sql, docText);
  for (const folder of folders) {
    for (const file of (await readdir(folder)).sort()) {
      add(file, await readFile(join(folder, file), 'utf8'));
    }
  }
  return hash.digest('hex');
}
