import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeWhole } from '../../../disk/write-whole.js';
import type { ListEntry } from '../../../extract/archive/snapshot.js';
import { type Journal, openJournal } from '../../../extract/fetch/journal.js';
import { tempData } from '../../temp-folder.js';

const BASE_URL = 'http://127.0.0.1/f1';
const EVER = Number.POSITIVE_INFINITY;

const entry: ListEntry = {
  version: '20260727T181500Z-1f0c9a22',
  sha256: '1f0c9a22'.padEnd(64, '0'),
  bytes: 120,
  pages: 1,
  rows: 3,
  fetchedAt: '2026-07-27T18:15:00Z',
  confirmedAt: '2026-07-27T18:15:00Z',
};

const open = (archive: string, parent: string | null = null) =>
  openJournal(archive, parent, BASE_URL);

async function body(journal: Journal, list: string, offset: number) {
  return (await journal.page(list, offset, EVER))?.body.toString();
}

test('pages and lists come back, in the same process and in the next', async () => {
  const { archive } = await tempData();
  const first = await open(archive);
  first.keepPage('drivers', 0, Buffer.from('{"moss":"ä"}'));
  first.keepPage('drivers', 100, Buffer.from('{}'));
  first.keepList('status', entry);
  for (const journal of [first, await open(archive)]) {
    expect(await body(journal, 'drivers', 0)).toBe('{"moss":"ä"}');
    expect(await body(journal, 'drivers', 100)).toBe('{}');
    expect(await body(journal, 'drivers', 200)).toBeUndefined();
    expect(journal.list('status', EVER)).toEqual(entry);
    expect(journal.list('drivers', EVER)).toBeUndefined();
  }
});

test('pages that were dropped stay dropped', async () => {
  const { archive } = await tempData();
  const first = await open(archive);
  first.keepPage('drivers', 0, Buffer.from('{"first":1}'));
  first.dropPages('drivers');
  expect(await body(await open(archive), 'drivers', 0)).toBeUndefined();
  first.keepPage('drivers', 0, Buffer.from('{"again":1}'));
  expect(await body(await open(archive), 'drivers', 0)).toBe('{"again":1}');
});

test('what is older than asked for is not given', async () => {
  const { archive } = await tempData();
  const journal = await open(archive);
  journal.keepPage('2026/races', 0, Buffer.from('{}'));
  journal.keepList('status', entry);
  expect(await journal.page('2026/races', 0, -1)).toBeUndefined();
  expect(journal.list('status', -1)).toBeUndefined();
});

test.each([
  ['another snapshot', '20260727T181500Z-1f0c9a22', BASE_URL],
  ['another address', null, 'https://api.jolpi.ca/ergast/f1'],
])('%s makes it void', async (_, parent, baseUrl) => {
  const { archive } = await tempData();
  (await open(archive)).keepPage('drivers', 0, Buffer.from('{}'));
  const other = await openJournal(archive, parent, baseUrl);
  expect(await body(other, 'drivers', 0)).toBeUndefined();
});

test('a journal that was discarded is gone', async () => {
  const { archive } = await tempData();
  const journal = await open(archive);
  journal.keepPage('drivers', 0, Buffer.from('{}'));
  await journal.discard();
  expect(await body(await open(archive), 'drivers', 0)).toBeUndefined();
});

test('cut off at any byte it gives all that was whole before, and goes on', async () => {
  const { archive } = await tempData();
  const file = join(archive, 'journal.ndjson');
  // The last page's body looks like a record itself.
  const bodies = ['{"a":1}', '{}', `{"drop":"drivers"}`];
  const made = await open(archive);
  const ends: number[] = [];
  for (const [index, text] of bodies.entries()) {
    made.keepPage('drivers', index * 100, Buffer.from(text));
    ends.push((await readFile(file)).length);
  }
  const whole = await readFile(file);
  const check = async (length: number) => {
    await writeWhole(file, whole.subarray(0, length));
    const journal = await open(archive);
    journal.keepPage('races', 0, Buffer.from('{"later":1}'));
    for (const again of [journal, await open(archive)]) {
      const found = await Promise.all(
        bodies.map((_, index) => body(again, 'drivers', index * 100)),
      );
      expect(found).toEqual(
        bodies.map((text, index) => ((ends[index] ?? 0) <= length ? text : undefined)),
      );
      expect(await body(again, 'races', 0)).toBe('{"later":1}');
    }
  };
  for (let length = 0; length <= whole.length; length++) await check(length);
});

test('bytes of another kind at its end are cut off', async () => {
  const { archive } = await tempData();
  const file = join(archive, 'journal.ndjson');
  (await open(archive)).keepPage('drivers', 0, Buffer.from('{"moss":1}'));
  for (const tail of ['\0\0\0\0', '{"page":1}\n', '\n', 'null\n']) {
    await writeFile(file, `${await readFile(file, 'utf8')}${tail}`);
    const journal = await open(archive);
    expect(await body(journal, 'drivers', 0)).toBe('{"moss":1}');
  }
});
