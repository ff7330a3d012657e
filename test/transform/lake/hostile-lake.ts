import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect } from 'vitest';
import type { DataFolder } from '../../../disk/data-folder.js';
import { LAKE_DATABASE, readLake } from '../../../transform/lake/lake.js';
import { HOSTILE } from './hostile-statements.js';

/** Stands in every file outside of the lake, and must be in no answer. */
const SECRET = 'a-word-that-is-not-the-lakes';

/** How a statement ended: with the code of a fault or as ANSWERED, and all that it said. */
export type End = { readonly code: string; readonly text: string };

/** Asks each hostile statement, and proves that it ended as it should and did nothing. */
export type HostileLake = {
  /** The lake's DuckDB file. */
  readonly file: string;
  proveHarmless(ask: (sql: string) => Promise<End>, oneOf?: number): Promise<void>;
};

/** Puts files with a secret beside a lake; they stay as long as it does. */
export async function hostileLake(data: DataFolder): Promise<HostileLake> {
  const { folder } = await readLake(data.lake);
  const outside = join(data.root, 'outside');
  await mkdir(outside);
  await writeFile(join(outside, 'secret.csv'), `word\n${SECRET}\n`);
  await writeFile(join(outside, 'secret.json'), `{"word":"${SECRET}"}\n`);
  await writeFile(join(outside, 'secret.txt'), SECRET);
  const instance = await DuckDBInstance.create(join(outside, 'secret.duckdb'));
  const connection = await instance.connect();
  await connection.run(`create table secret as select '${SECRET}' as word`);
  await connection.run(`copy secret to '${join(outside, 'secret.parquet')}'`);
  connection.closeSync();
  instance.closeSync();
  const before = await stateOf(data.root);
  expect(before.size).toBeGreaterThan(50);
  const file = join(folder, LAKE_DATABASE);
  const place = (sql: string) =>
    sql
      .replace(/\bFILE\b/g, file)
      .replace(/\bFOLDER\b/g, folder)
      .replace(/\bOUTSIDE\b/g, outside);
  const statements = Object.entries(HOSTILE).flatMap(([code, list]) =>
    list.map((sql) => ({ code, sql: place(sql) })),
  );
  expect(statements.length).toBeGreaterThan(200);
  return {
    file,
    async proveHarmless(ask, oneOf = 1) {
      const surprises: unknown[] = [];
      for (const { code, sql } of statements.filter((_, at) => at % oneOf === 0)) {
        const end = await ask(sql);
        expect(end.text, sql).not.toContain(SECRET);
        expect(await stateOf(data.root), sql).toEqual(before);
        if (end.code !== code) surprises.push({ sql, code, end });
      }
      expect(surprises).toEqual([]);
    },
  };
}

/** What lies in a folder: the sum of a lake's DuckDB file, of others when they were written last. */
async function stateOf(folder: string): Promise<Map<string, string>> {
  const states = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const { ino, size, mtimeMs } = await stat(path);
    const isLake = entry.name === LAKE_DATABASE;
    const sum =
      isLake &&
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
    states.set(path, sum || `${ino} ${size} ${mtimeMs}`);
  }
  return states;
}
