import type { Mirror } from './read-mirror.js';
import { NO_NUMBER } from './row-table.js';

/** That a driver took part in a season for a constructor, whether qualified or not. */
export type Participation = {
  readonly season: string;
  readonly driver: number;
  readonly team: number;
};

const known = new WeakMap<Mirror, readonly Participation[]>();

/**
 * Who took part in which season, in races, sprints and qualifying, or by the season's
 * standings: those also name drivers who never qualified.
 */
export function participations(mirror: Mirror): readonly Participation[] {
  const held = known.get(mirror);
  if (held) return held;
  const found = new Map<string, Participation>();
  const add = (season: string, driver: number, team: number) => {
    found.set(`${season}/${driver}/${team}`, { season, driver, team });
  };
  for (const resource of ['results', 'sprint', 'qualifying'] as const) {
    const { races, driver, team } = mirror.rows[resource];
    for (const { season, from, to } of races) {
      for (let row = from; row < to; row += 1) {
        add(season, driver[row] ?? NO_NUMBER, team[row] ?? NO_NUMBER);
      }
    }
  }
  const { drivers, teams } = mirror.ids;
  for (const { season, rows } of mirror.standings.driverstandings.values()) {
    for (const row of rows) {
      const { driverId } = row.Driver as { driverId: string };
      const told = row.Constructors as readonly { constructorId: string }[];
      for (const { constructorId } of told) {
        add(season, drivers.of(driverId), teams.of(constructorId));
      }
    }
  }
  const all = [...found.values()];
  known.set(mirror, all);
  return all;
}
