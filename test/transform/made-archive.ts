import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { versionFile } from '../../extract/archive.js';
import type { ListEntry, Snapshot } from '../../extract/snapshot.js';

const AT = '2026-07-27T18:15:00Z';

const SILVERSTONE = {
  circuitId: 'silverstone',
  url: '',
  circuitName: 'Silverstone Circuit',
  Location: { lat: '52.0786', long: '-1.01694', locality: 'Silverstone', country: 'UK' },
};

const FARINA = {
  driverId: 'farina',
  url: '',
  givenName: 'Nino',
  familyName: "O'Farina",
  dateOfBirth: '1906-10-30',
  nationality: 'Italian',
};

const BRITISH_GRAND_PRIX = {
  season: '1950',
  round: '1',
  url: '',
  raceName: 'British Grand Prix',
  Circuit: SILVERSTONE,
  date: '1950-05-13',
};

/** One championship race with one driver, as pages of Jolpica's answers. */
export const ONE_RACE: Record<string, object[]> = {
  seasons: [{ SeasonTable: { Seasons: [{ season: '1950', url: '' }] } }],
  circuits: [{ CircuitTable: { Circuits: [SILVERSTONE] } }],
  drivers: [{ DriverTable: { Drivers: [FARINA] } }],
  races: [{ RaceTable: { Races: [BRITISH_GRAND_PRIX] } }],
};

const HEAD = { xmlns: '', series: 'f1', url: '', limit: '100', offset: '0', total: '1' };

/** Writes an archive with one snapshot of the given lists (their pages' MRData) and HEAD. */
export async function madeArchive(
  archive: string,
  lists: Record<string, object[]> = ONE_RACE,
  id = '20260727T181500Z-1f0c9a22',
): Promise<string> {
  const entries: Record<string, ListEntry> = {};
  for (const [list, pages] of Object.entries(lists)) {
    const lines = pages.map((page) => JSON.stringify({ MRData: { ...HEAD, ...page } }));
    const bytes = gzipSync(lines.map((line) => `${line}\n`).join(''));
    const file = versionFile(archive, list, id);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const held = { version: id, sha256, bytes: bytes.length, pages: pages.length, rows: 1 };
    entries[list] = { ...held, fetchedAt: AT, confirmedAt: AT };
  }
  const snapshot: Snapshot = {
    format: 1,
    id,
    createdAt: AT,
    parent: null,
    program: 'test',
    source: { baseUrl: 'http://127.0.0.1' },
    lists: entries,
  };
  await mkdir(join(archive, 'snapshots'), { recursive: true });
  await writeFile(join(archive, 'snapshots', `${id}.json`), JSON.stringify(snapshot));
  await writeFile(join(archive, 'HEAD'), `${id}\n`);
  return id;
}
