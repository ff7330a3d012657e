import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import type { DataFolder } from '../../disk/data-folder.js';
import { readHead, readSnapshot } from '../../extract/archive/archive.js';
import { examineArchive } from '../../extract/archive/doctor.js';
import { effectiveRows } from '../../extract/archive/effective-rows.js';
import { pruneArchive } from '../../extract/archive/prune.js';
import { readSnapshots } from '../../extract/archive/snapshots.js';
import { type ExtractArgs, runExtract } from '../../extract/run-extract.js';
import { tempData } from '../temp-folder.js';
import { addSnapshot, idOf, results, snapshotFile } from './hand-made.js';
import { BETWEEN_ROUNDS, replay, smallWorld } from './replay-server.js';
import { extractFrom } from './stand-in.js';

// Seen: with the clock ahead for one extraction, rounds fetched later vanished (issue 16).

/** An archive whose first extraction had a clock that was 75 years ahead. */
async function archiveFromTheFuture(isCounted: boolean) {
  const data = await tempData();
  const now = BETWEEN_ROUNDS;
  const { snapshot } = await extractFrom(data, await replay(smallWorld()), {}, { now });
  const file = join(data.archive, 'snapshots', `${snapshot}.json`);
  const text = (await readFile(file, 'utf8')).replace(/At": "\d{4}/g, 'At": "2099');
  // Archives of before have no count of extractions.
  await writeFile(file, isCounted ? text : text.replace(/,\s+"sequence": 1/g, ''));
  return data;
}

async function countingRounds({ archive }: DataFolder) {
  const rounds: string[] = [];
  const { lists } = await readSnapshot(archive);
  for await (const { key, row, list } of effectiveRows(archive, lists, 'results')) {
    rounds.push(`${key.split('/', 2).join('/')} ${row.points ?? '-'} of ${list}`);
  }
  return rounds.toSorted();
}

test.each([true, false])(
  'after a clock that was ahead, what is fetched later counts (counted before: %s)',
  async (isCounted) => {
    const data = await archiveFromTheFuture(isCounted);
    expect(await countingRounds(data)).toEqual(['2024/1 - of 2024/results']);
    const world = smallWorld();
    const corrected = world['2024/1/results']?.map((body) =>
      body.replace('"number"', '"points":"18","number"'),
    );
    const server = await replay({ ...world, '2024/1/results': corrected ?? [] });
    await extractFrom(data, server, {}, { now: BETWEEN_ROUNDS });
    expect(await countingRounds(data)).toEqual(['2024/1 18 of 2024/1/results']);
  },
);

test('doctor names times that are still to come', async () => {
  const data = await archiveFromTheFuture(true);
  const { findings } = await examineArchive(data.archive);
  expect(findings.map(({ severity, code, what }) => `${severity} ${code}: ${what}`)).toEqual([
    expect.stringMatching(
      /^warning TIME_AHEAD: snapshot '.*' has times to come: its own '2099-.*' and those of 12 lists, like '/,
    ),
  ]);
});

test('a snapshot that follows one from the future is the newest', async () => {
  const { archive } = await tempData();
  await addSnapshot(archive, 1, { results: results(['1', 'norris', '25']) });
  await addSnapshot(archive, 9, { results: results(['1', 'norris', '18']) });
  await addSnapshot(archive, 2, { results: results(['1', 'norris', '15']) });
  const inOrder = [idOf(1), idOf(9), idOf(2)];
  expect((await readSnapshots(archive)).map(({ id }) => id)).toEqual(inOrder);
  await rm(join(archive, 'HEAD'));
  expect(await readHead(archive)).toBe(idOf(2));
  await pruneArchive(archive, 1);
  expect((await readSnapshots(archive)).map(({ id }) => id)).toEqual([idOf(2)]);
});

test('an empty HEAD starts no new history', async () => {
  const data = await tempData();
  const now = BETWEEN_ROUNDS;
  const server = await replay(smallWorld());
  const { snapshot } = await extractFrom(data, server, {}, { now });
  await writeFile(join(data.archive, 'HEAD'), '');
  server.asked.length = 0;
  await extractFrom(data, server, {}, { now });
  expect(server.asked.toSorted()).toEqual(['2024/1/results?0', '2024/races?0']);
  expect((await readSnapshot(data.archive)).parent).toBe(snapshot);
});

test('--recorded-at of a day to come is refused', async () => {
  const data = await tempData();
  const args = {
    'recorded-at': '2999-01-01',
    'base-url': 'http://127.0.0.1:9',
    ...{ rate: 'off', concurrency: 1, 'since-days': 14, plan: false },
  } as ExtractArgs;
  const { signal } = new AbortController();
  const extracting = async () => runExtract(args, { data, progress: silentProgress, signal });
  await expect(extracting()).rejects.toThrow(
    /^DATE_INVALID: '2999-01-01' given as --recorded-at, a day until today was expected/,
  );
});

test('a snapshot of which the file is damaged leads no HEAD astray', async () => {
  const { archive } = await tempData();
  await addSnapshot(archive, 1, { results: results(['1', 'norris', '25']) });
  await addSnapshot(archive, 2, { results: results(['1', 'norris', '18']) });
  await writeFile(snapshotFile(archive, 1), 'damaged');
  await writeFile(join(archive, 'HEAD'), '\n');
  expect(await readHead(archive)).toBe(idOf(2));
});
