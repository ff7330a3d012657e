import { expect } from 'vitest';
import { type DataFolder, SEED_FOLDER } from '../../disk/data-folder.js';
import { readSnapshot } from '../../extract/archive/archive.js';
import { diffSnapshots } from '../../extract/archive/diff.js';
import { parsePage } from '../../extract/archive/page.js';
import { readAllBodies } from '../../extract/archive/read-pages.js';
import { ERGAST } from '../../extract/archive/resource.js';
import type { ListEntry, Lists } from '../../extract/archive/snapshot.js';
import { copySnapshot, writeSnapshot, writeVersion } from '../../extract/archive/write-archive.js';
import { tempData } from '../temp-folder.js';
import { wholeList } from './bodies.js';
import { expectNoRepeats, extractFrom, startStandIn, testWithStandIn } from './stand-in.js';

const rounds = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

// As of 2025-11-23 round 22 of 24 had just been driven and 2026 had no calendar; the
// recording ends with its round 11. What 2025 lacks is asked for round by round: 3 requests
// instead of the 5 of its list.
const sinceNovember2025 = [
  '/f1/alpha/core/rounds/?year=2026',
  '/f1/alpha/results/round_oEvMifxc/SQ/',
  '2025/22/results?0',
  '2025/23/qualifying?0',
  '2025/23/results?0',
  '2025/23/sprint?0',
  '2025/24/qualifying?0',
  '2025/24/results?0',
  '2025/constructorstandings?0',
  '2025/driverstandings?0',
  '2025/races?0',
  '2026/constructorstandings?0',
  '2026/driverstandings?0',
  '2026/qualifying?0',
  '2026/qualifying?100',
  '2026/qualifying?200',
  '2026/races?0',
  '2026/results?0',
  '2026/results?100',
  '2026/results?200',
  '2026/sprint?0',
  'seasons?0',
];
const roundsSinceNovember2025 = [
  ...rounds(22, 24).map((round) => `2025/${round}`),
  ...rounds(1, 11).map((round) => `2026/${round}`),
];

testWithStandIn(
  'eight months later, it asks for what is new and what was corrected, and diff tells it',
  async () => {
    const data = await tempData();
    const seasons = new Set([2024, 2025, 2026]);
    const old = await startStandIn('--as-of', '2025-11-23');
    const source = { baseUrl: old.baseUrl, recordedAt: '2025-11-23' };
    const now = new Date('2025-11-23T20:00:00Z');
    const first = await extractFrom(data, old, { seasons }, { now, source });
    await expectNoRepeats(old, first);

    const server = await startStandIn();
    const second = await extractFrom(data, server, { seasons });
    await expectNoRepeats(server, second);
    const asked = await server.asked();
    const ofRounds = asked.filter((name) => /\/(laps|pitstops)\?/.test(name));
    expect(asked.filter((name) => !ofRounds.includes(name))).toEqual(sinceNovember2025);
    const askedRounds = new Set(ofRounds.map((name) => name.split('/').slice(0, 2).join('/')));
    expect([...askedRounds].toSorted()).toEqual(roundsSinceNovember2025.toSorted());

    await expectDisqualifications(data, first.snapshot, second.snapshot);
  },
);

async function expectDisqualifications({ archive }: DataFolder, from: string, to: string) {
  const older = await readSnapshot(archive, from);
  const diff = await diffSnapshots(archive, older, await readSnapshot(archive, to));
  const fieldsOf = (key: string) => diff.changes.find((change) => change.key === key)?.fields;
  for (const [key, position, points] of [
    ['2025/22/norris/4/mclaren', '2', '18'],
    ['2025/22/piastri/81/mclaren', '4', '12'],
  ] as const) {
    const fields = fieldsOf(key);
    expect(fields).toContainEqual({ field: 'positionText', old: position, new: 'D' });
    expect(fields).toContainEqual({ field: 'points', old: points, new: '0' });
  }
  const newResults = diff.counts.filter(({ resource }) => resource === 'results');
  expect(newResults.map(({ round }) => round).toSorted()).toEqual(
    roundsSinceNovember2025.filter((round) => round !== '2025/22').toSorted(),
  );
  // Apart from the calendar's rows of circuits that were named otherwise, no other race changed.
  const changed = diff.changes.filter(({ resource }) => resource !== 'races');
  expect(changed.filter(({ key }) => !key.startsWith('2025/22/'))).toEqual([]);
  const told = [...diff.lists.added, ...diff.lists.changed, ...diff.lists.removed];
  expect(told.filter((list) => !/^(202[56]\/|seasons$)/.test(list))).toEqual([]);
}

testWithStandIn('on the Monday after a race, it asks for that race and little else', async () => {
  const data = await tempData();
  await seedBefore(data, 2026, 11, '2026-07-20');
  const server = await startStandIn();
  const only = new Set(ERGAST);
  const result = await extractFrom(data, server, { only });
  // Round 10 was driven on 19 July: it may be corrected until two weeks later.
  expect(await server.asked()).toEqual([
    '2026/10/results?0',
    ...rounds(0, 14)
      .map((page) => `2026/11/laps?${page * 100}`)
      .toSorted(),
    '2026/11/pitstops?0',
    '2026/11/qualifying?0',
    '2026/11/results?0',
    '2026/constructorstandings?0',
    '2026/driverstandings?0',
    '2026/races?0',
  ]);
  expect(await expectNoRepeats(server, result)).toMatchObject({ requests: 22 });
});

/** The seed as it would have been before a round, the last one that it has, was driven. */
async function seedBefore({ archive }: DataFolder, season: number, round: number, day: string) {
  const { id, lists } = await copySnapshot(SEED_FOLDER, archive);
  const times = { fetchedAt: `${day}T00:00:00Z`, confirmedAt: `${day}T00:00:00Z` };
  const before: Record<string, ListEntry> = {};
  for (const [list, entry] of Object.entries(lists)) {
    if (list.startsWith(`${season}/${round}/`)) continue;
    before[list] = { ...entry, ...times };
  }
  for (const list of ['results', 'qualifying', 'sprint']) {
    const pages = await pagesWithout(archive, lists, list, `${season}/${round}`);
    before[list] = await writeVersion(archive, list, wholeList(pages), times);
  }
  await writeSnapshot(archive, id, { baseUrl: 'http://127.0.0.1/f1' }, before);
}

async function pagesWithout(archive: string, lists: Lists, list: string, round: string) {
  const bodies = await readAllBodies(archive, list, lists[list]?.version ?? '');
  return bodies.flatMap((body, index) => {
    const { MRData } = JSON.parse(body.toString());
    const { Races } = MRData.RaceTable;
    const kept = Races.filter(
      (race: { season: string; round: string }) => `${race.season}/${race.round}` !== round,
    );
    if (kept.length === 0) return [];
    const text = JSON.stringify({ MRData: { ...MRData, RaceTable: { Races: kept } } });
    return [parsePage(list, index * 100, Buffer.from(text))];
  });
}
