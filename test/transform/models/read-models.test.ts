import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readModels } from '../../../transform/models/read-models.js';

const DOC =
  'description: One row per test.\ncolumns: { id: { type: integer, meaning: any } }\nkey: [id]\n';

async function sqlFolder(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-etl-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const layer of ['raw', 'staging', 'core']) await mkdir(join(folder, layer));
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  return folder;
}

test('reads the SQL and what its yml says', async () => {
  const folder = await sqlFolder({ 'core/a.sql': 'select 1 as id\n', 'core/a.yml': DOC });
  const [model] = await readModels(folder);
  expect(model).toMatchObject({ schema: 'lyzer', name: 'a', file: 'sql/core/a.sql' });
  expect(model?.doc.columns).toEqual({ id: { type: 'integer', meaning: 'any' } });
});

test('refuses SQL without yml', async () => {
  const folder = await sqlFolder({ 'core/a.sql': 'select 1 as id\n' });
  await expect(readModels(folder)).rejects.toThrow("MODEL_UNDOCUMENTED: no 'sql/core/a.yml'");
});

test('refuses yml without SQL', async () => {
  const folder = await sqlFolder({ 'staging/a.yml': DOC });
  await expect(readModels(folder)).rejects.toThrow("MODEL_MISSING: no 'sql/staging/a.sql'");
});

test.each([
  ['no grain', DOC.replace('One row per test.', 'Tests.'), 'must name the grain'],
  ['a key that is no column', DOC.replace('[id]', '[ref]'), "name 'ref', which is not among"],
  ['an index on no column', `${DOC}indexes: [[ref]]\n`, "indexes name 'ref', which is not among"],
  ['an unknown field', `${DOC}owner: me\n`, 'Unrecognized key: "owner"'],
  ['no yaml', 'a: [', 'does not describe a model'],
])('refuses yml with %s', async (_, doc, message) => {
  const folder = await sqlFolder({ 'core/a.sql': 'select 1 as id\n', 'core/a.yml': doc });
  await expect(readModels(folder)).rejects.toThrow(/^MODEL_DOC_INVALID: 'sql\/core\/a.yml'/);
  await expect(readModels(folder)).rejects.toThrow(message);
});
