import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSnapshot, verifyLists, versionFile } from '../../../extract/archive/archive.js';
import { parsePage } from '../../../extract/archive/page.js';
import { readAllBodies } from '../../../extract/archive/read-pages.js';
import { readSnapshots } from '../../../extract/archive/snapshots.js';
import {
  copySnapshot,
  writeSnapshot,
  writeVersion,
} from '../../../extract/archive/write-archive.js';
import { tempData } from '../../temp-folder.js';
import { wholeList } from '../bodies.js';
import { smallWorld } from '../replay-server.js';

const day = '2026-07-27T18:15:00Z';
const source = { baseUrl: 'http://127.0.0.1/f1' };

async function smallArchive() {
  const { archive } = await tempData();
  const drivers = (smallWorld().drivers ?? []).map((body, index) =>
    parsePage('drivers', index * 100, Buffer.from(body)),
  );
  const entry = await writeVersion(archive, 'drivers', wholeList(drivers), {
    fetchedAt: day,
    confirmedAt: day,
  });
  const snapshot = await writeSnapshot(archive, null, source, { drivers: entry });
  return { archive, snapshot, drivers, file: versionFile(archive, 'drivers', entry.version) };
}

test('pages come back as they were written', async () => {
  const { archive, snapshot, drivers } = await smallArchive();
  expect(await readSnapshot(archive)).toEqual(snapshot);
  const version = snapshot.lists.drivers?.version ?? '';
  expect(await readAllBodies(archive, 'drivers', version)).toEqual(drivers.map(({ body }) => body));
});

test('a copy of a snapshot is whole and has the same id', async () => {
  const { archive, snapshot } = await smallArchive();
  const other = await tempData();
  await copySnapshot(archive, other.archive);
  expect(await readSnapshot(other.archive)).toEqual(snapshot);
  await verifyLists(other.archive, snapshot);
});

test('of snapshots made in one second the child comes after its parent', async () => {
  for (let time = 0; time < 5; time++) {
    const { archive, snapshot } = await smallArchive();
    const next = await writeSnapshot(archive, snapshot.id, source, {});
    const ids = (await readSnapshots(archive)).map(({ id }) => id);
    expect(ids).toEqual([snapshot.id, next.id]);
  }
});

test('a flipped bit is found', async () => {
  const { archive, snapshot, file } = await smallArchive();
  const bytes = await readFile(file);
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  await writeFile(file, bytes);
  await expect(verifyLists(archive, snapshot)).rejects.toThrow(/^LIST_DAMAGED: .*drivers/);
});

test('a missing file is found', async () => {
  const { archive, snapshot, file } = await smallArchive();
  await rm(file);
  await expect(verifyLists(archive, snapshot)).rejects.toThrow(/^LIST_MISSING: .*drivers/);
});

test('an archive without a snapshot says what to do', async () => {
  const { archive } = await tempData();
  await expect(readSnapshot(archive)).rejects.toThrow(/^ARCHIVE_EMPTY: .*npm run extract/);
});

test.each(['20200101T000000Z-00000000', '../../etc/passwd', 'newest'])(
  "'%s' is no snapshot of the archive",
  async (id) => {
    const { archive } = await smallArchive();
    await expect(readSnapshot(archive, id)).rejects.toThrow(/^SNAPSHOT_UNKNOWN: /);
  },
);

test.each(['{"format":1', '{"format":2}', 'null'])(
  'a snapshot file with %j is damaged',
  async (text) => {
    const { archive, snapshot } = await smallArchive();
    await writeFile(join(archive, 'snapshots', `${snapshot.id}.json`), text);
    await expect(readSnapshot(archive)).rejects.toThrow(/^SNAPSHOT_DAMAGED: [^\n]*$/);
  },
);
