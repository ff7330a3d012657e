import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** The pages of each list, in order of offset. */
export type Lists = Readonly<Record<string, readonly string[]>>;

/** Misbehaves on purpose and says true when it has answered. */
export type Fault = (request: IncomingMessage, response: ServerResponse, tries: number) => boolean;

export type ReplayServer = {
  readonly baseUrl: string;
  /** `list?offset`, in the order in which they were asked for. */
  readonly asked: string[];
  readonly userAgents: Set<string>;
};

/** A server on loopback that answers given pages as Jolpica would. */
export async function replay(lists: Lists, fault: Fault = () => false): Promise<ReplayServer> {
  const asked: string[] = [];
  const userAgents = new Set<string>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const list = url.pathname.replace(/^\/f1\/|\/$/g, '');
    const offset = Number(url.searchParams.get('offset'));
    const name = `${list}?${offset}`;
    asked.push(name);
    userAgents.add(request.headers['user-agent'] ?? '');
    if (fault(request, response, asked.filter((other) => other === name).length)) return;
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

/** A sport with one season of two rounds, of which one has been driven, and 150 drivers. */
export function smallWorld(): Record<string, string[]> {
  const race = { season: '2024', round: '1', raceName: 'Bahrain Grand Prix' };
  const driver = (number: number) => ({ driverId: `driver_${number}`, familyName: `D${number}` });
  const result = { number: '1', Driver: driver(1), Constructor: { constructorId: 'red_bull' } };
  const lap = { number: '1', Timings: [{ driverId: 'driver_1', position: '1', time: '1:37.284' }] };
  const standing = { season: '2024', round: '1' };
  const drivers = Array.from({ length: 150 }, (_, index) => driver(index));
  return {
    seasons: pagesOf('SeasonTable', 'Seasons', [{ season: '2024' }]),
    circuits: pagesOf('CircuitTable', 'Circuits', [{ circuitId: 'bahrain' }]),
    constructors: pagesOf('ConstructorTable', 'Constructors', [{ constructorId: 'red_bull' }]),
    drivers: pagesOf('DriverTable', 'Drivers', drivers),
    status: pagesOf('StatusTable', 'Status', [{ statusId: '1', status: 'Finished' }]),
    races: pagesOf('RaceTable', 'Races', [race, { ...race, round: '2' }]),
    results: [answer(0, 1, 'RaceTable', { Races: [{ ...race, Results: [result] }] })],
    qualifying: [answer(0, 1, 'RaceTable', { Races: [{ ...race, QualifyingResults: [result] }] })],
    sprint: pagesOf('RaceTable', 'Races', []),
    '2024/driverstandings': pagesOf('StandingsTable', 'StandingsLists', []),
    '2024/constructorstandings': [
      answer(0, 1, 'StandingsTable', {
        StandingsLists: [
          { ...standing, ConstructorStandings: [{ Constructor: { constructorId: 'red_bull' } }] },
        ],
      }),
    ],
    '2024/1/laps': [answer(0, 1, 'RaceTable', { Races: [{ ...race, Laps: [lap] }] })],
    '2024/1/pitstops': pagesOf('RaceTable', 'Races', []),
  };
}
