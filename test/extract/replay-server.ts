import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** The pages of each list, in order of offset. */
export type Lists = Readonly<Record<string, readonly string[]>>;

/** Misbehaves on purpose and says true when it has answered. */
export type Misbehaviour = (
  request: IncomingMessage,
  response: ServerResponse,
  tries: number,
) => boolean;

export type ReplayServer = {
  readonly baseUrl: string;
  /** `list?offset`, in the order in which they were asked for. */
  readonly asked: string[];
  readonly userAgents: Set<string>;
};

/** A server on loopback that answers given pages as Jolpica would. */
export async function replay(
  lists: Lists,
  misbehave: Misbehaviour = () => false,
): Promise<ReplayServer> {
  const asked: string[] = [];
  const userAgents = new Set<string>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const list = url.pathname.replace(/^\/f1\/|\/$/g, '');
    const offset = Number(url.searchParams.get('offset'));
    const name = `${list}?${offset}`;
    asked.push(name);
    userAgents.add(request.headers['user-agent'] ?? '');
    if (misbehave(request, response, asked.filter((other) => other === name).length)) return;
    const body = lists[list]?.[offset / 100];
    response.writeHead(body === undefined ? 400 : 200, { 'Content-Type': 'application/json' });
    response.end(body ?? '{"detail":"Bad Request"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/f1`, asked, userAgents };
}

/** One answer of Jolpica's. */
export function answer(offset: number, total: number, table: string, content: object): string {
  const numbers = { limit: '100', offset: `${offset}`, total: `${total}` };
  return JSON.stringify({ MRData: { xmlns: '', series: 'f1', ...numbers, [table]: content } });
}

/** A list in as many pages as it needs. */
export function pagesOf(table: string, key: string, rows: readonly object[]): string[] {
  const count = Math.max(1, Math.ceil(rows.length / 100));
  return Array.from({ length: count }, (_, index) => {
    const from = index * 100;
    return answer(from, rows.length, table, { [key]: rows.slice(from, from + 100) });
  });
}

/** A day on which the small world's first round has been driven and its second has not. */
export const BETWEEN_ROUNDS = new Date('2024-03-04T12:00:00Z');

/** A sport with one season of two rounds, of which one has been driven, and 150 drivers. */
export function smallWorld(): Record<string, string[]> {
  const races = [race(1, '2024-03-02'), race(2, '2024-03-09')];
  const standing = { season: '2024', round: '1' };
  const drivers = Array.from({ length: 150 }, (_, index) => driver(index));
  return {
    seasons: pagesOf('SeasonTable', 'Seasons', [{ season: '2024' }]),
    circuits: pagesOf('CircuitTable', 'Circuits', [{ circuitId: 'bahrain' }]),
    constructors: pagesOf('ConstructorTable', 'Constructors', [{ constructorId: 'red_bull' }]),
    drivers: pagesOf('DriverTable', 'Drivers', drivers),
    status: pagesOf('StatusTable', 'Status', [{ statusId: '1', status: 'Finished' }]),
    races: pagesOf('RaceTable', 'Races', races),
    '2024/races': pagesOf('RaceTable', 'Races', races),
    '2024/results': roundRows('Results', 1),
    '2024/qualifying': roundRows('QualifyingResults', 1),
    '2024/driverstandings': pagesOf('StandingsTable', 'StandingsLists', []),
    '2024/constructorstandings': [
      answer(0, 1, 'StandingsTable', {
        StandingsLists: [
          { ...standing, ConstructorStandings: [{ Constructor: { constructorId: 'red_bull' } }] },
        ],
      }),
    ],
    '2024/1/results': roundRows('Results', 1),
    '2024/1/laps': laps(1),
    '2024/1/pitstops': roundRows('PitStops', 1, { driverId: 'driver_1', stop: '1' }),
  };
}

/** The small world a week later: its second round has been driven, and the first one corrected. */
export function laterWorld(): Record<string, string[]> {
  return {
    ...smallWorld(),
    '2024/results': bothResults(),
    '2024/2/qualifying': roundRows('QualifyingResults', 2),
    '2024/2/laps': laps(2),
    '2024/2/pitstops': roundRows('PitStops', 2, { driverId: 'driver_1', stop: '1' }),
  };
}

function race(round: number, date: string) {
  const Circuit = { circuitId: 'bahrain' };
  return { season: '2024', round: `${round}`, raceName: `Grand Prix ${round}`, Circuit, date };
}

function driver(number: number) {
  return { driverId: `driver_${number}`, familyName: `D${number}` };
}

function raceWith(name: string, round: number, more: object = {}) {
  const Constructor = { constructorId: 'red_bull' };
  const row = { number: '1', Driver: driver(1), Constructor, ...more };
  return { ...race(round, '2024-03-02'), [name]: [row] };
}

function roundRows(name: string, round: number, more: object = {}): string[] {
  return [answer(0, 1, 'RaceTable', { Races: [raceWith(name, round, more)] })];
}

function bothResults(): string[] {
  const corrected = raceWith('Results', 1, { points: '18' });
  return [answer(0, 2, 'RaceTable', { Races: [corrected, raceWith('Results', 2)] })];
}

function laps(round: number): string[] {
  const lap = { number: '1', Timings: [{ driverId: 'driver_1', position: '1', time: '1:37.284' }] };
  return [answer(0, 1, 'RaceTable', { Races: [{ ...race(round, '2024-03-02'), Laps: [lap] }] })];
}
