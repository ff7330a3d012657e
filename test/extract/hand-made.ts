import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../disk/write-whole.js';
import { readHead, readSnapshot } from '../../extract/archive/archive.js';
import { parsePage } from '../../extract/archive/page.js';
import type { ListEntry, Lists, Snapshot } from '../../extract/archive/snapshot.js';
import { writeVersion } from '../../extract/archive/write-archive.js';
import { wholeList } from './bodies.js';
import { answer } from './replay-server.js';

/** The bodies of each list that is new or has changed. */
export type Bodies = Readonly<Record<string, readonly string[]>>;

/** The id of the snapshot that `addSnapshot` makes on a day of July 2026. */
export const idOf = (day: number) => `202607${String(day).padStart(2, '0')}T120000Z-00000000`;

/** Adds to an archive what an extraction on a day of July 2026 would have: a snapshot that is HEAD. */
export async function addSnapshot(archive: string, day: number, bodies: Bodies): Promise<Snapshot> {
  const createdAt = `2026-07-${String(day).padStart(2, '0')}T12:00:00Z`;
  const parent = await readHead(archive);
  const held: Lists = parent ? (await readSnapshot(archive, parent)).lists : {};
  const lists: Record<string, ListEntry> = { ...held };
  for (const [list, pages] of Object.entries(bodies)) {
    const parsed = pages.map((body, index) => parsePage(list, index * 100, Buffer.from(body)));
    const times = { fetchedAt: createdAt, confirmedAt: createdAt };
    lists[list] = await writeVersion(archive, list, wholeList(parsed), times);
  }
  const about = { createdAt, parent: parent ?? null, program: 'a hand' };
  const source = { baseUrl: 'http://127.0.0.1/f1' };
  const snapshot: Snapshot = { format: 1, id: idOf(day), ...about, source, lists };
  await writeWhole(snapshotFile(archive, day), JSON.stringify(snapshot));
  await writeFile(join(archive, 'HEAD'), `${snapshot.id}\n`);
  return snapshot;
}

export const snapshotFile = (archive: string, day: number) =>
  join(archive, 'snapshots', `${idOf(day)}.json`);

/** A list of drivers on one page. */
export function drivers(...rows: readonly object[]): string[] {
  return [answer(0, rows.length, 'DriverTable', { Drivers: rows })];
}

/** What a driver scored in a round. */
export type Score = readonly [round: string, driver: string, points: string];

/** A list of results of 2025 on one page, in McLarens with the number 4. */
export function results(...scores: readonly Score[]): string[] {
  const Races = scores.map(([round, driverId, points]) => {
    const Constructor = { constructorId: 'mclaren' };
    return {
      season: '2025',
      round,
      Results: [{ number: '4', points, Driver: { driverId }, Constructor }],
    };
  });
  return [answer(0, Races.length, 'RaceTable', { Races })];
}
