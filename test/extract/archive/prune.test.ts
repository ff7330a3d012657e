import { readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHead, readSnapshot, verifyLists } from '../../../extract/archive/archive.js';
import { examineArchive } from '../../../extract/archive/doctor.js';
import { pruneArchive } from '../../../extract/archive/prune.js';
import { tempData } from '../../temp-folder.js';
import { addSnapshot, drivers, idOf, results, snapshotFile } from '../hand-made.js';

/** Three snapshots; results are from the first, drivers differ in each, laps are gone in the last. */
async function threeSnapshots(): Promise<string> {
  const { archive } = await tempData();
  await addSnapshot(archive, 1, {
    drivers: drivers({ driverId: 'norris' }),
    results: results(['1', 'norris', '25']),
  });
  await addSnapshot(archive, 2, { drivers: drivers({ driverId: 'piastri' }) });
  await addSnapshot(archive, 3, { drivers: drivers({ driverId: 'hamilton' }) });
  return archive;
}

const versionsOf = (archive: string, list: string) => readdir(join(archive, 'lists', list));

test('it keeps what kept snapshots need and removes the rest', async () => {
  const archive = await threeSnapshots();
  expect(await pruneArchive(archive, 2)).toEqual({
    removed: [idOf(1)],
    kept: [idOf(2), idOf(3)],
    files: 1,
  });
  expect(await versionsOf(archive, 'drivers')).toHaveLength(2);
  for (const day of [2, 3]) await verifyLists(archive, await readSnapshot(archive, idOf(day)));
});

test('with as many to keep as there are it removes nothing', async () => {
  const archive = await threeSnapshots();
  expect(await pruneArchive(archive, 3)).toMatchObject({ removed: [], files: 0 });
});

test('it can be repeated, and the doctor finds nothing amiss after each time', async () => {
  const archive = await threeSnapshots();
  expect(await pruneArchive(archive, 2)).toMatchObject({ removed: [idOf(1)] });
  expect(await pruneArchive(archive, 1)).toMatchObject({ removed: [idOf(2)], files: 1 });
  expect(await pruneArchive(archive, 1)).toMatchObject({ removed: [], files: 0 });
  expect(await examineArchive(archive)).toMatchObject({ snapshots: 1, findings: [] });
});

test('HEAD stays, though it is not the newest', async () => {
  const archive = await threeSnapshots();
  await writeFile(join(archive, 'HEAD'), `${idOf(1)}\n`);
  expect(await pruneArchive(archive, 1)).toMatchObject({ kept: [idOf(1), idOf(3)] });
  await verifyLists(archive, await readSnapshot(archive));
});

test('what a run that was cut off left goes too, and its empty folder', async () => {
  const archive = await threeSnapshots();
  await addSnapshot(archive, 4, { '2025/1/results': results(['1', 'norris', '25']) });
  await addSnapshot(archive, 5, {});
  const { lists } = await readSnapshot(archive, idOf(3));
  await writeFile(
    snapshotFile(archive, 5),
    JSON.stringify({ ...(await readSnapshot(archive)), lists }),
  );
  await writeFile(join(archive, 'snapshots', '.aside-12-abc'), 'half a file');
  expect(await pruneArchive(archive, 1)).toMatchObject({ kept: [idOf(5)], files: 4 });
  expect(await readdir(join(archive, 'lists'))).toEqual(['drivers', 'results']);
  expect((await examineArchive(archive)).findings).toEqual([]);
});

test('it refuses while an extraction waits to be continued', async () => {
  const archive = await threeSnapshots();
  await writeFile(join(archive, 'journal.ndjson'), '');
  await expect(pruneArchive(archive, 1)).rejects.toThrow(/^RUN_UNFINISHED: .*npm run extract/);
  expect(await versionsOf(archive, 'drivers')).toHaveLength(3);
});

test('it removes nothing while it is unclear what a snapshot needs', async () => {
  const archive = await threeSnapshots();
  await truncate(snapshotFile(archive, 2), 50);
  await expect(pruneArchive(archive, 1)).rejects.toThrow(/^SNAPSHOT_DAMAGED: /);
  expect(await versionsOf(archive, 'drivers')).toHaveLength(3);
  expect(await readHead(archive)).toBe(idOf(3));
});

test('an archive without anything has nothing to remove', async () => {
  const { archive } = await tempData();
  expect(await pruneArchive(archive, 1)).toEqual({ removed: [], kept: [], files: 0 });
});
