import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ago } from '../../command/ago.js';
import { silentProgress } from '../../command/progress.js';
import { type DataFolder, dataFolder, SEED_FOLDER } from '../../disk/data-folder.js';
import { load } from '../../load/load.js';
import { stopServer } from '../../load/postgres/embedded/embedded-postgres.js';
import { status } from '../../pipeline/status.js';
import { describeStatus } from '../../pipeline/status-command.js';
import { transform } from '../../transform/transform.js';
import { makeScratchFolder, removeScratchFolder } from '../load/scratch.js';
import { runCli } from '../run-cli.js';
import { tempData } from '../temp-folder.js';
import { madeArchive } from '../transform/made-archive.js';
import { ONE_OF_TWO_RUN } from './made-history.js';

const OLDER = '20260101T000000Z-00000001';
const NEWER = '20260727T181500Z-1f0c9a22';

const BETWEEN = new Date('1950-05-15T12:00:00Z');

let data: DataFolder;

beforeAll(async () => {
  data = dataFolder(await makeScratchFolder());
});

afterAll(() => removeScratchFolder(data.root));

// One folder's life, each test going on where the one before ended.
test('of an empty folder: the seed, no lake, no server, and the pipeline is next', async () => {
  const found = await status(data, new Date('2026-07-27T18:00:00Z'));
  expect(found).toMatchObject({
    archive: { folder: SEED_FOLDER, isSeed: true, due: [], failed: {}, isCutOff: false },
    lake: null,
    targets: [{ name: 'local', is: 'unmade' }],
    next: { command: `npm run pipeline -- --data '${data.root}'`, why: 'there is no lake yet' },
  });
  expect(found.archive).toMatchObject({
    lastRace: { season: 2026, round: 11, date: '2026-07-26' },
  });
  // The seed has those of 2023 only; China was the first of 2024.
  expect(describeStatus(found)).toContain(
    'results of 16 sprint qualifyings, from 2024 round 5 on: they come with the next extraction',
  );
});

test('of a lake that is fresh: a load is next', async () => {
  await madeArchive(data.archive, ONE_OF_TWO_RUN, OLDER);
  await transform({ data }, silentProgress);
  expect(await status(data, BETWEEN)).toMatchObject({
    archive: { isSeed: false, snapshot: OLDER, lists: 6, rows: 6 },
    lake: { snapshot: OLDER, staleness: null },
    next: { command: expect.stringMatching(/^npm run load /) },
  });
});

test('of a target that holds the lake: nothing is next', async () => {
  await load({ data }, silentProgress);
  const found = await status(data, BETWEEN);
  expect(found).toMatchObject({
    targets: [{ name: 'local', is: 'running', lastLoad: { id: 1, snapshot: OLDER } }],
    next: null,
  });
  expect(describeStatus(found)).toMatch(
    /load 1 of snapshot \S+, .*: this lake\n[\s\S]*everything is up to date/,
  );
  expect(JSON.stringify(found)).not.toMatch(/password/i);
});

test('of races that were run since: an extraction is next', async () => {
  const found = await status(data, new Date('1950-05-22T00:00:00Z'));
  expect(found.next?.command).toMatch(/^npm run extract /);
  expect(found).toMatchObject({ archive: { due: [{ season: 1950, round: 2 }] } });
  expect(describeStatus(found)).toContain('1 race run since, from 1950 round 2 on');
});

test('of an extraction that was cut off: to go on is next', async () => {
  const journal = join(data.archive, 'journal.ndjson');
  await writeFile(journal, '');
  expect((await status(data, BETWEEN)).next?.command).toMatch(/^npm run extract /);
  await rename(journal, join(data.root, 'journal.ndjson'));
});

test('of an archive that is newer than the lake: the pipeline is next', async () => {
  await madeArchive(data.archive, ONE_OF_TWO_RUN, NEWER);
  const found = await status(data, BETWEEN);
  expect(found).toMatchObject({ lake: { staleness: { is: 'older', newest: NEWER } } });
  expect(found.next).toMatchObject({ command: expect.stringMatching(/^npm run pipeline /) });
});

test('of a lake made by other SQL: the pipeline is next', async () => {
  const { lake } = await transform({ data }, silentProgress);
  const file = join(lake, 'lake.json');
  const content = { ...JSON.parse(await readFile(file, 'utf8')), fingerprint: '0'.repeat(64) };
  await writeFile(file, JSON.stringify(content));
  const found = await status(data, BETWEEN);
  expect(found).toMatchObject({ lake: { staleness: { is: 'other SQL' } } });
  expect(found.next?.why).toBe('the lake was made by other SQL');
  expect(describeStatus(found)).toContain(': another lake');
});

test('of a damaged lake and a stopped server: the other parts are shown', async () => {
  await stopServer(data.postgres);
  await writeFile(join(data.lake, NEWER, 'lake.json'), '{');
  const { code, stdout, stderr } = await runCli('status', '--data', data.root);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`snapshot   ${NEWER}`);
  expect(stdout).toContain('fault      LAKE_DAMAGED: ');
  expect(stdout).toContain('local      embedded Postgres, not running');
});

test('of a damaged archive: doctor is next', async () => {
  const other = await tempData();
  await madeArchive(other.archive, ONE_OF_TWO_RUN);
  await writeFile(join(other.archive, 'snapshots', `${NEWER}.json`), '{');
  const found = await status(other, BETWEEN);
  expect(found.archive).toMatchObject({ fault: expect.stringMatching(/^SNAPSHOT_DAMAGED: /) });
  expect(found.next?.command).toMatch(/^npm run doctor /);
});

test.each([
  ['2026-07-27T18:00:00Z', '0 seconds ago'],
  ['2026-07-27T17:59:01Z', '59 seconds ago'],
  ['2026-07-27T16:30:00Z', '1 hour ago'],
  ['2026-07-24T17:00:00Z', '3 days ago'],
  ['2025-01-01T00:00:00Z', '1 year ago'],
])('%s was %s', (time, words) => {
  expect(ago(new Date(time), new Date('2026-07-27T18:00:00Z'))).toBe(words);
});
