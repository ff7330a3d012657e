import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { answer, pagesOf } from './replay-server.js';

/** Answers a request to the new API in its own way and says true, or leaves it. */
export type AlphaFault = (
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
) => boolean;

export type AlphaServer = {
  readonly baseUrl: string;
  /** What was asked of the new API, in order: `core/rounds/?year=2023`. */
  readonly asked: string[];
};

type Row = readonly [driver: string, team: string, place: number, sq3?: string];

/** Azerbaijan 2023: the first three of the sprint shootout. */
export const BAKU: readonly Row[] = [
  ['Leclerc', 'Ferrari', 1, '1:41.697'],
  ['Perez', 'Red Bull', 2, '1:41.844'],
  ['Verstappen', 'Red Bull', 3, '1:41.987'],
];

/** A day shortly after the Azerbaijan Grand Prix of 2023. */
export const AFTER_BAKU = new Date('2023-05-02T12:00:00Z');

/** A server with both of Jolpica's APIs and one race, that of Azerbaijan in 2023. */
export async function alphaServer(
  rows: readonly Row[] = BAKU,
  misbehave: AlphaFault = () => false,
): Promise<AlphaServer> {
  const asked: string[] = [];
  const world = ergastWorld();
  let answers = 0;
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    const [path = '', query = ''] = url.split('?');
    if (path.startsWith('/ergast/f1/')) {
      const list = path.slice('/ergast/f1/'.length, -1);
      const offset = Number(new URLSearchParams(query).get('offset'));
      const body = world[list]?.[offset / 100];
      response.writeHead(body === undefined ? 400 : 200).end(body ?? '{"detail":"Bad Request"}');
      return;
    }
    const name = url.slice('/f1/alpha/'.length);
    asked.push(name);
    if (misbehave(name, request, response)) return;
    const body = alphaAnswer(name, rows, ++answers);
    response.writeHead(body === undefined ? 404 : 200).end(body ?? '{"detail":"Not found."}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/ergast/f1`, asked };
}

function ergastWorld(): Record<string, string[]> {
  const header = {
    ...{ season: '2023', round: '4', raceName: 'Azerbaijan Grand Prix', date: '2023-04-30' },
    url: 'https://en.wikipedia.org/wiki/2023_Azerbaijan_Grand_Prix',
    Circuit: { circuitId: 'BAK', circuitName: 'Baku City Circuit' },
  };
  const race = {
    ...header,
    Sprint: { date: '2023-04-29' },
    SprintShootout: { date: '2023-04-29', time: '08:30:00Z' },
  };
  const Driver = { driverId: 'perez', givenName: 'Sergio', familyName: 'Pérez' };
  const Constructor = { constructorId: 'red_bull', name: 'Red Bull' };
  const result = { number: '11', position: '1', positionText: '1', points: '25', grid: '3' };
  const Results = [{ ...result, Driver, Constructor, laps: '51', status: 'Finished' }];
  return {
    seasons: pagesOf('SeasonTable', 'Seasons', [{ season: '2023' }]),
    races: pagesOf('RaceTable', 'Races', [race]),
    '2023/races': pagesOf('RaceTable', 'Races', [race]),
    '2023/results': [answer(0, 1, 'RaceTable', { Races: [{ ...header, Results }] })],
    '2023/4/results': [answer(0, 1, 'RaceTable', { Races: [{ ...header, Results }] })],
  };
}

/** An answer of the new API; none is given twice at the same time. */
function alphaAnswer(name: string, rows: readonly Row[], answers: number): string | undefined {
  const timestamp = `2026-07-27T18:00:${String(answers % 60).padStart(2, '0')}Z`;
  const pages = { page_size: 100, current_page: 1, total_pages: 1 };
  const list = (data: readonly object[]) =>
    JSON.stringify({ metadata: { timestamp, count: data.length, ...pages }, data });
  const season = { id: 'season_2023', url: 'http://127.0.0.1/', year: 2023 };
  if (name === 'core/rounds/?year=2023') return list([{ ...ROUND, season, sessions: [] }]);
  if (name === 'core/drivers/?year=2023') return list(rows.map(([family]) => driverOf(family)));
  if (name === 'core/teams/?year=2023') {
    return list([...new Set(rows.map(([, team]) => team))].map((team) => teamOf(team)));
  }
  if (name !== 'results/round_baku/SQ/') return undefined;
  const results = rows.map(([family, team, position, time]) => ({
    driver: driverOf(family),
    team: teamOf(team),
    ...{ position, car_number: position, components: { SQ3: { key: 'SQ3', name: 'SQ3', time } } },
  }));
  const data = { code: 'SQ', title: 'Sprint Qualifying', season, round: ROUND, results };
  return JSON.stringify({ metadata: { timestamp }, data });
}

const ROUND = {
  ...{ id: 'round_baku', url: 'http://127.0.0.1/', number: 4, name: 'Azerbaijan Grand Prix' },
  is_cancelled: false,
  wikipedia: 'https://en.wikipedia.org/wiki/2023_Azerbaijan_Grand_Prix',
};

function driverOf(family: string) {
  const wikipedia = `http://en.wikipedia.org/wiki/${family}`;
  return { id: `driver_${family}`, given_name: 'X', family_name: family, wikipedia };
}

function teamOf(name: string) {
  return { id: `team_${name.replace(' ', '')}`, name, wikipedia: 'http://en.wikipedia.org/wiki/T' };
}
