import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { answer, type Misbehaviour } from './replay-server.js';

const CHUNK = Buffer.alloc(65_536, ' ');
// 400 MB of spaces in 0.4 MB.
const BOMB = gzipSync(Buffer.alloc(400_000_000, ' '), { level: 1, chunkSize: 1_048_576 });

/** What a server could send to break an extraction. */
const ATTACKS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  endless(response) {
    const more = () => {
      while (!response.destroyed && response.write(CHUNK));
    };
    response.writeHead(200).on('drain', more);
    more();
  },
  'packed bomb': (response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(BOMB);
  },
  'a total of 10^7': (response) => totalOf(response, '10000000'),
  'a total of 10^12': (response) => totalOf(response, '1000000000000'),
  '80,000 arrays': (response) => {
    const junk = `[${'[],'.repeat(80_000)}[]]`;
    const body = answer(5, 1, 'DriverTable', { Drivers: [] });
    response.writeHead(200).end(body.replace('"xmlns":""', `"xmlns":${junk}`));
  },
  'deep arrays': (response) => {
    const junk = `${'['.repeat(120_000)}${']'.repeat(120_000)}`;
    const body = answer(0, 1, 'DriverTable', { Drivers: [{ driverId: 'JUNK' }] });
    response.writeHead(200).end(body.replace('"JUNK"', junk));
  },
  'rows without end on one page': (response) => {
    const Drivers = Array.from({ length: 9_000 }, (_, index) => ({ driverId: `d${index}` }));
    response.writeHead(200).end(answer(0, 9_000, 'DriverTable', { Drivers }));
  },
  'a key of 100 KB': (response) => {
    const Drivers = [{ driverId: 'x'.repeat(100_000) }];
    response.writeHead(200).end(answer(0, 1, 'DriverTable', { Drivers }));
  },
};

function totalOf(response: ServerResponse, total: string) {
  const Drivers = Array.from({ length: 100 }, (_, index) => ({ driverId: `d${index}` }));
  const body = answer(0, 100, 'DriverTable', { Drivers });
  response.writeHead(200).end(body.replace('"total":"100"', `"total":"${total}"`));
}

export const ATTACK_NAMES = Object.keys(ATTACKS);

/** Answers each request with an attack: the given one, or one after another. */
export function attack(name?: string): Misbehaviour {
  let next = 0;
  return (_, response) => {
    const chosen = name ?? ATTACK_NAMES[next++ % ATTACK_NAMES.length] ?? '';
    ATTACKS[chosen]?.(response);
    return true;
  };
}

/** Lists of as many rows as are taken, of which each page has nearly as many bytes as are taken. */
export const longestLists: Misbehaviour = (request, response) => {
  const url = new URL(request.url ?? '', 'http://localhost');
  const offset = Number(url.searchParams.get('offset'));
  const numbers = Array.from({ length: 100 }, (_, index) => offset + index);
  response.writeHead(200).end(/drivers/.test(url.pathname) ? drivers(numbers) : results(numbers));
  return true;
};

function drivers(numbers: readonly number[]): string {
  const Drivers = numbers.map((number) => ({
    driverId: idOf(number),
    biography: 'x'.repeat(2_200),
  }));
  return answer(numbers[0] ?? 0, 10_000, 'DriverTable', { Drivers });
}

function results(numbers: readonly number[]): string {
  const Races = numbers.map((number) => ({
    season: `${1950 + (number % 77)}`,
    round: `${1 + (number % 25)}`,
    Results: [
      {
        number: `${number}`,
        Driver: { driverId: idOf(number % 10_000) },
        Constructor: { constructorId: `constructor_${'x'.repeat(80)}` },
      },
    ],
  }));
  return answer(numbers[0] ?? 0, 50_000, 'RaceTable', { Races });
}

function idOf(number: number): string {
  return `driver_${number}_${'x'.repeat(80)}`;
}
