import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readSnapshot, versionFile } from '../../../extract/archive/archive.js';
import { examineArchive } from '../../../extract/archive/doctor.js';
import { pruneArchive } from '../../../extract/archive/prune.js';
import { runCli } from '../../run-cli.js';
import { tempData } from '../../temp-folder.js';
import { addSnapshot, drivers, idOf, results, snapshotFile } from '../hand-made.js';

/** Two snapshots: drivers from both, results from the first. */
async function smallArchive() {
  const { archive } = await tempData();
  await addSnapshot(archive, 1, {
    drivers: drivers({ driverId: 'norris' }),
    results: results(['1', 'norris', '25']),
  });
  const { lists } = await addSnapshot(archive, 2, { drivers: drivers({ driverId: 'piastri' }) });
  return { archive, file: versionFile(archive, 'results', lists.results?.version ?? '') };
}

async function findings(archive: string) {
  const result = await examineArchive(archive);
  return result.findings.map(({ severity, code, what }) => `${severity} ${code}: ${what}`);
}

test('a healthy archive has no findings', async () => {
  const { archive } = await smallArchive();
  // HEAD, two snapshots, two versions of drivers and one of results.
  expect(await examineArchive(archive)).toMatchObject({ snapshots: 2, files: 6, findings: [] });
});

test('an archive that is not there has nothing to find', async () => {
  const { archive } = await tempData();
  expect(await examineArchive(archive)).toMatchObject({ snapshots: 0, files: 0, findings: [] });
});

test('without its HEAD an archive is as whole as with it', async () => {
  const data = await tempData();
  await addSnapshot(data.archive, 1, { drivers: drivers({ driverId: 'norris' }) });
  await addSnapshot(data.archive, 2, { drivers: drivers({ driverId: 'piastri' }) });
  await rm(join(data.archive, 'HEAD'));
  expect((await readSnapshot(data.archive)).id).toBe(idOf(2));
  expect(await findings(data.archive)).toEqual([]);
  const { code, stdout } = await runCli('doctor', '--data', data.root);
  expect(stdout).toContain(`${data.archive}: 2 snapshots, 4 files`);
  expect(code).toBe(0);
});

test('a HEAD that names nothing is told as such', async () => {
  const { archive } = await smallArchive();
  await writeFile(join(archive, 'HEAD'), 'bogus');
  await expect(readSnapshot(archive)).rejects.toThrow(
    `HEAD_LOST: '${archive}/HEAD': 'bogus' is no`,
  );
});

test('every single flipped byte is found', async () => {
  const { archive, file } = await smallArchive();
  const whole = await readFile(file);
  for (const index of [0, 10, Math.floor(whole.length / 2), whole.length - 1]) {
    const bytes = Buffer.from(whole);
    bytes[index] = (bytes[index] ?? 0) ^ 1;
    await writeFile(file, bytes);
    expect(await findings(archive)).toEqual([
      expect.stringMatching(/^error LIST_DAMAGED: 'lists.results.*' is not the file/),
    ]);
  }
});

test('a truncated file is found, an empty one too', async () => {
  const { archive, file } = await smallArchive();
  for (const bytes of [20, 0]) {
    await truncate(file, bytes);
    expect(await findings(archive)).toEqual([expect.stringMatching(/^error LIST_DAMAGED: /)]);
  }
});

test('a missing file is found once, though two snapshots need it', async () => {
  const { archive, file } = await smallArchive();
  await rm(file);
  expect(await findings(archive)).toEqual([
    expect.stringMatching(/^error LIST_MISSING: 'lists.results.*' is not there/),
  ]);
});

test.each(['lists', 'snapshots'])('behind a link in place of %s all is found', async (name) => {
  const { archive, file } = await smallArchive();
  const elsewhere = `${archive}-${name}`;
  await rename(join(archive, name), elsewhere);
  await symlink(elsewhere, join(archive, name));
  expect(await examineArchive(archive)).toMatchObject({ snapshots: 2, files: 6, findings: [] });
  await writeFile(join(archive, 'lists', '.aside-1-x'), 'half a file');
  expect(await findings(archive)).toEqual([expect.stringMatching(/^warning LEFT_OVER: /)]);
  expect((await pruneArchive(archive, 1)).files).toBe(2);
  expect(await findings(archive)).toEqual([]);
  await writeFile(file, 'damaged');
  expect(await findings(archive)).toEqual([expect.stringMatching(/^error LIST_DAMAGED: /)]);
});

test('a season behind a link is read, and prune touches nothing behind it', async () => {
  const { archive, file } = await smallArchive();
  const folder = dirname(file);
  await rename(folder, `${archive}-results`);
  await symlink(`${archive}-results`, folder);
  await writeFile(join(`${archive}-results`, 'x.ndjson.gz'), 'of somebody else');
  expect(await findings(archive)).toEqual([]);
  await pruneArchive(archive, 1);
  expect(await readdir(`${archive}-results`)).toHaveLength(2);
});

test('a snapshot whose parent was lost is found; what only that one named can go', async () => {
  const { archive } = await smallArchive();
  await rm(snapshotFile(archive, 1));
  expect(await findings(archive)).toEqual([
    `error PARENT_MISSING: snapshot '${idOf(2)}' follows '${idOf(1)}', which is not there`,
    expect.stringMatching(/^warning LIST_UNUSED: 'lists.drivers.*' is in no snapshot/),
  ]);
});

test('a parent that was pruned is not missed', async () => {
  const { archive } = await smallArchive();
  await pruneArchive(archive, 1);
  expect(await findings(archive)).toEqual([]);
});

test('a HEAD that names a lost snapshot is found', async () => {
  const { archive } = await smallArchive();
  await writeFile(join(archive, 'HEAD'), `${idOf(9)}\n`);
  expect(await findings(archive)).toEqual([
    `error HEAD_LOST: HEAD names snapshot '${idOf(9)}', which is not there`,
  ]);
});

test('a damaged snapshot is found, and nothing is called unused that it may name', async () => {
  const { archive } = await smallArchive();
  await truncate(snapshotFile(archive, 1), 100);
  expect(await findings(archive)).toEqual([
    expect.stringMatching(/^error SNAPSHOT_DAMAGED: .*restore it$/),
  ]);
});

test('what does not belong there is told, and what a run that was cut off left', async () => {
  const { archive } = await smallArchive();
  await mkdir(join(archive, 'lists', 'laps'));
  await writeFile(join(archive, 'lists', 'laps', '.aside-12-abc'), 'half a file');
  await writeFile(join(archive, 'notes.txt'), 'not ours');
  expect(new Set(await findings(archive))).toEqual(
    new Set([
      expect.stringMatching(/^warning LEFT_OVER: '.*aside-12-abc' was left by a run/),
      "warning FILE_FOREIGN: 'notes.txt' is none of the archive's",
    ]),
  );
});
