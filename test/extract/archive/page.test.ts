import { expect, test } from 'vitest';
import { parsePage } from '../../../extract/archive/page.js';
import { answer } from '../replay-server.js';

const parse = (list: string, offset: number, body: string) =>
  parsePage(list, offset, Buffer.from(body));

test('keys of laps name season, round, lap and driver', () => {
  const race = { season: '2024', round: '5' };
  const Timings = [{ driverId: 'max_verstappen' }, { driverId: 'alonso' }];
  const Laps = [{ number: '7', Timings }];
  const page = parse(
    '2024/5/laps',
    100,
    answer(100, 1030, 'RaceTable', { Races: [{ ...race, Laps }] }),
  );
  expect(page.total).toBe(1030);
  expect(page.keys).toEqual(['2024/5/7/max_verstappen', '2024/5/7/alonso']);
});

test('two results of one driver in a shared car have two keys', () => {
  const Driver = { driverId: 'trintignant' };
  const Constructor = { constructorId: 'ferrari' };
  const Results = [
    { number: '10', Driver, Constructor },
    { number: '14', Driver, Constructor },
  ];
  const races = { Races: [{ season: '1955', round: '1', Results }] };
  expect(parse('results', 0, answer(0, 2, 'RaceTable', races)).keys).toEqual([
    '1955/1/trintignant/10/ferrari',
    '1955/1/trintignant/14/ferrari',
  ]);
});

test('a row whose key was renamed is known by its whole text', () => {
  const body = answer(0, 1, 'DriverTable', { Drivers: [{ driver_id: 'moss' }] });
  expect(parse('drivers', 0, body).keys).toEqual(['{"driver_id":"moss"}']);
});

test.each([
  ['<!doctype html>', /no JSON/],
  ['{"MRData":{"limit":', /no JSON/],
  ['{"detail":"Not found."}', /no 'MRData'/],
  [answer(0, 1, 'RaceTable', { Races: [] }), /no 'DriverTable'/],
  [answer(0, 1, 'DriverTable', {}), /no list 'Drivers'/],
  [answer(100, 1, 'DriverTable', { Drivers: [] }), /offset '100'/],
  [answer(0, 1, 'DriverTable', { Drivers: [] }).replace('"100"', '"30"'), /limit '30'/],
  [answer(0, 1, 'DriverTable', { Drivers: [] }).replace('{', '{\n'), /line break/],
  [answer(0, 0, 'DriverTable', { Drivers: [{ driverId: 'moss' }] }), /total '0' beside 1 row/],
])('%j is not an answer for drivers', (body, why) => {
  expect(() => parse('drivers', 0, body)).toThrow(why);
});
