import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { versionFile } from '../../extract/archive/archive.js';
import { isAlpha, resourceOf } from '../../extract/archive/resource.js';
import type { ListEntry, Snapshot } from '../../extract/archive/snapshot.js';

const AT = '2026-07-27T18:15:00Z';

export const SILVERSTONE = {
  circuitId: 'silverstone',
  url: '',
  circuitName: 'Silverstone Circuit',
  Location: { lat: '52.0786', long: '-1.01694', locality: 'Silverstone', country: 'UK' },
};

export const FARINA = {
  driverId: 'farina',
  url: '',
  givenName: 'Nino',
  familyName: "O'Farina",
  dateOfBirth: '1906-10-30',
  nationality: 'Italian',
};

const ALFA = { constructorId: 'alfa', url: '', name: 'Alfa Romeo', nationality: 'Italian' };

export const BRITISH_GRAND_PRIX = {
  season: '1950',
  round: '1',
  url: '',
  raceName: 'British Grand Prix',
  Circuit: SILVERSTONE,
  date: '1950-05-13',
};

/** A driver of whom only the id matters, as a whole answer has him. */
export function driverNamed(driverId: string): typeof FARINA {
  return { ...FARINA, driverId };
}

/** One championship race with one driver, as pages of Jolpica's answers. */
export const ONE_RACE: Record<string, object[]> = {
  seasons: [{ SeasonTable: { Seasons: [{ season: '1950', url: '' }] } }],
  circuits: [{ CircuitTable: { Circuits: [SILVERSTONE] } }],
  drivers: [{ DriverTable: { Drivers: [FARINA] } }],
  races: [{ RaceTable: { Races: [BRITISH_GRAND_PRIX] } }],
};

/** A result of that race, as Jolpica sends it. */
export function madeResult(position: number, driverId: string) {
  const Driver = { ...FARINA, driverId, familyName: driverId };
  return {
    number: String(position),
    position: String(position),
    positionText: String(position),
    // As in the British Grand Prix of 1950, where Farina set the fastest lap too.
    points: ['9', '6', '4'][position - 1] ?? '0',
    Driver,
    Constructor: ALFA,
    grid: String(position),
    laps: '70',
    status: 'Finished',
  };
}

/** That race with its results, one list per page, and the drivers of all. */
export function withResults(...pages: readonly (readonly object[])[]): Record<string, object[]> {
  const all = pages.flat();
  const drivers = ['farina', 'fagioli', 'parnell'].map((driverId) => ({ ...FARINA, driverId }));
  const offsetOf = (page: number) => pages.slice(0, page).flat().length;
  return {
    ...ONE_RACE,
    drivers: [{ DriverTable: { Drivers: drivers } }],
    constructors: [{ ConstructorTable: { Constructors: [ALFA] } }],
    results: pages.map((Results, page) => ({
      offset: String(offsetOf(page)),
      total: String(all.length),
      RaceTable: { Races: [{ ...BRITISH_GRAND_PRIX, Results }] },
    })),
  };
}

const HEAD = { xmlns: '', series: 'f1', url: '', limit: '100', offset: '0', total: '1' };

/**
 * Writes an archive with one snapshot of the given lists (their pages' MRData, whole pages of the
 * new API) and HEAD.
 * A list has one row unless its pages say otherwise in `total`.
 */
export async function madeArchive(
  archive: string,
  lists: Record<string, object[]> = ONE_RACE,
  id = '20260727T181500Z-1f0c9a22',
): Promise<string> {
  const entries: Record<string, ListEntry> = {};
  for (const [list, pages] of Object.entries(lists)) {
    const isWhole = isAlpha(resourceOf(list));
    const lines = pages.map((page) =>
      JSON.stringify(isWhole ? page : { MRData: { ...HEAD, ...page } }),
    );
    const bytes = gzipSync(lines.map((line) => `${line}\n`).join(''));
    const file = versionFile(archive, list, id);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { total } = { ...HEAD, ...pages[0] };
    const held = { version: id, sha256, bytes: bytes.length, pages: pages.length };
    entries[list] = { ...held, rows: Number(total), fetchedAt: AT, confirmedAt: AT };
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
