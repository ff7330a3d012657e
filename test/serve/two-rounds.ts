import { silentProgress } from '../../command/progress.js';
import type { DataFolder } from '../../disk/data-folder.js';
import { extract } from '../../extract/extract.js';
import { EVERYTHING } from '../../extract/plan/extract-request.js';
import { transform } from '../../transform/transform.js';

// The first two rounds of 2024, their first two drivers only. Dates, times (UTC) and points:
// formula1.com, race results of Bahrain and Saudi Arabia 2024. In Bahrain Verstappen was fastest too.
const ROUNDS = [
  {
    ...{ season: '2024', round: '1', url: '', raceName: 'Bahrain Grand Prix' },
    ...{ Circuit: circuit('bahrain', 'Sakhir', 'Bahrain'), date: '2024-03-02', time: '15:00:00Z' },
  },
  {
    ...{ season: '2024', round: '2', url: '', raceName: 'Saudi Arabian Grand Prix' },
    ...{
      Circuit: circuit('jeddah', 'Jeddah', 'Saudi Arabia'),
      date: '2024-03-09',
      time: '17:00:00Z',
    },
  },
];
const POINTS = [
  ['26', '18'],
  ['25', '18'],
];
const LAPS: Record<string, string> = { 1: '57', 2: '50' };
const RED_BULL = {
  constructorId: 'red_bull',
  ...{ url: '', name: 'Red Bull', nationality: 'Austrian' },
};
const DRIVERS = [
  driver('max_verstappen', 'VER', 'Max', 'Verstappen', '1997-09-30', 'Dutch'),
  driver('perez', 'PER', 'Sergio', 'Pérez', '1990-01-26', 'Mexican'),
];

/** After the first race, and after the hours in which its last refresh is due. */
export const BETWEEN = new Date('2024-03-05T12:00:00Z');
/** The second race's start, and three hours: when its results can be there. */
export const RESULTS_DUE = new Date('2024-03-09T20:00:00Z');

/** What Jolpica answers when so many of the two rounds have been driven, of results only. */
export function roundsDriven(count: number): Record<string, string[]> {
  const races = listOf('RaceTable', 'Races', ROUNDS);
  const none = listOf('RaceTable', 'Races', []);
  const noStandings = listOf('StandingsTable', 'StandingsLists', []);
  const results = (from: number, to: number) => {
    const Races = ROUNDS.slice(from, to).map((race) => ({
      ...race,
      Results: resultsOf(race.round),
    }));
    return listOf('RaceTable', 'Races', Races, Races.flatMap(({ Results }) => Results).length);
  };
  return {
    seasons: listOf('SeasonTable', 'Seasons', [{ season: '2024', url: '' }]),
    circuits: listOf(
      'CircuitTable',
      'Circuits',
      ROUNDS.map(({ Circuit }) => Circuit),
    ),
    constructors: listOf('ConstructorTable', 'Constructors', [RED_BULL]),
    drivers: listOf('DriverTable', 'Drivers', DRIVERS),
    status: listOf('StatusTable', 'Status', [{ statusId: '1', count: '4', status: 'Finished' }]),
    races,
    '2024/races': races,
    '2024/results': results(0, count),
    '2024/1/results': results(0, 1),
    '2024/2/results': results(1, count),
    '2024/qualifying': none,
    '2024/sprint': none,
    '2024/driverstandings': noStandings,
    '2024/constructorstandings': noStandings,
    ...Object.fromEntries(
      ROUNDS.flatMap(({ round }) =>
        ['laps', 'pitstops', 'qualifying'].map((name) => [`2024/${round}/${name}`, none]),
      ),
    ),
  };
}

/** An archive and a lake of the day between the two rounds. */
export async function lakeBetween(data: DataFolder, baseUrl: string): Promise<void> {
  const request = EVERYTHING;
  const how = { concurrency: 4, seed: false, now: BETWEEN, signal: new AbortController().signal };
  const source = { baseUrl, recordedAt: '2024-03-05' };
  await extract({ data, source, request, ...how }, silentProgress);
  await transform({ data }, silentProgress);
}

/** A list of one page, as Jolpica sends it. */
function listOf(table: string, key: string, rows: readonly object[], total = rows.length) {
  const numbers = { limit: '100', offset: '0', total: `${total}` };
  const head = { xmlns: '', series: 'f1', url: '', ...numbers };
  return [JSON.stringify({ MRData: { ...head, [table]: { [key]: rows } } })];
}

function resultsOf(round: string) {
  return POINTS[Number(round) - 1]?.map((points, at) => ({
    number: at === 0 ? '1' : '11',
    ...{ position: `${at + 1}`, positionText: `${at + 1}`, points, grid: `${at + 1}` },
    ...{ Driver: DRIVERS[at], Constructor: RED_BULL, laps: LAPS[round], status: 'Finished' },
    ...(points === '26' && { FastestLap: { rank: '1', lap: '39', Time: { time: '1:32.608' } } }),
  }));
}

function circuit(circuitId: string, locality: string, country: string) {
  const Location = { lat: '0', long: '0', locality, country };
  return { circuitId, url: '', circuitName: circuitId, Location };
}

function driver(
  driverId: string,
  code: string,
  givenName: string,
  familyName: string,
  dateOfBirth: string,
  nationality: string,
) {
  return { driverId, code, url: '', givenName, familyName, dateOfBirth, nationality };
}
