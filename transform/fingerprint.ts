import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Snapshot } from '../extract/snapshot.js';
import type { Model } from './model-file.js';
import type { SqlFunction } from './run-models.js';

/** Raised when this program writes a lake of another shape from the same SQL. */
const LAKE_FORMAT = 1;

/**
 * One hash of all that decides what a lake holds: equal fingerprints mean equal tables.
 */
export async function fingerprint(
  snapshot: Snapshot,
  models: readonly Model[],
  functions: readonly SqlFunction[],
  rulesFolder: string,
): Promise<string> {
  const hash = createHash('sha256');
  const add = (...parts: string[]) => hash.update(`${JSON.stringify(parts)}\n`);
  add('format', String(LAKE_FORMAT));
  add('snapshot', snapshot.id, JSON.stringify(snapshot.lists));
  for (const { file, sql, docText } of models) add(file, sql, docText);
  for (const { file, sql } of functions) add(file, sql);
  for (const file of (await readdir(rulesFolder)).sort()) {
    add(file, await readFile(join(rulesFolder, file), 'utf8'));
  }
  return hash.digest('hex');
}
