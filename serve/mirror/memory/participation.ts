import { wantedEntries } from './entries.js';
import type { Mirror } from './read-mirror.js';

/** That a driver took part in a season for a constructor, whether he qualified or not. */
export type Participation = {
  readonly season: string;
  readonly driver: number;
  readonly team: number;
};

const known = new WeakMap<Mirror, readonly Participation[]>();

/**
 * Who took part in which season: by entries, and by the season's standings, which also name
 * drivers who never qualified.
 */
export function participations(mirror: Mirror): readonly Participation[] {
  const before = known.get(mirror);
  if (before) return before;
  const found = new Map<string, Participation>();
  const add = (season: string, driver: number, team: number) => {
    found.set(`${season}/${driver}/${team}`, { season, driver, team });
  };
  for (const { season, driver, team } of wantedEntries(mirror, {})) add(season, driver, team);
  const { drivers, teams } = mirror.ids;
  for (const { season, rows } of mirror.standings.driverstandings.values()) {
    for (const row of rows) {
      const { driverId } = row.Driver as { driverId: string };
      const constructors = row.Constructors as readonly { constructorId: string }[];
      for (const { constructorId } of constructors) {
        add(season, drivers.of(driverId), teams.of(constructorId));
      }
    }
  }
  const all = [...found.values()];
  known.set(mirror, all);
  return all;
}
