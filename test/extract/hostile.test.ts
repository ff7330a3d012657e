import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHead, readSnapshot, verifyLists } from '../../extract/archive/archive.js';
import { examineArchive } from '../../extract/archive/doctor.js';
import { startCli } from '../run-cli.js';
import { tempData } from '../temp-folder.js';
import { ATTACK_NAMES, attack, longestLists } from './hostile-server.js';
import { peakMegabytes } from './peak-megabytes.js';
import { answer, BETWEEN_ROUNDS, replay, smallWorld } from './replay-server.js';
import { extractFrom } from './stand-in.js';

const MOST_MEGABYTES = 200;
const onlyDrivers = { only: new Set(['drivers'] as const) };
const quick = { firstDelayMs: 1 };

const WHY: Readonly<Record<string, RegExp>> = {
  endless: /a body of more than 250,000 bytes/,
  'packed bomb': /a body of more than 250,000 bytes/,
  'a total of 10^7': /total '10000000' where at most 10,000 rows can be/,
  'a total of 10^12': /total '1000000000000' where at most 10,000 rows can be/,
  '80,000 arrays': /offset '5' instead of/,
  'deep arrays': /call stack/,
  'rows without end on one page': /beside|on one page/,
  'a key of 100 KB': /a 'driverId' of 100000 characters/,
};

test.each(ATTACK_NAMES)('%s: the list fails, with one line that says why', async (name) => {
  const data = await tempData();
  const server = await replay({}, attack(name));
  const run = extractFrom(data, server, onlyDrivers, quick);
  await expect(run).rejects.toThrow(/^LISTS_FAILED: 1 lists stayed broken: 'drivers' /);
  await expect(run).rejects.toThrow(WHY[name]);
});

const BROKEN_TEXTS: [string, Buffer, RegExp][] = [
  ['bytes that are not UTF-8', driver(Buffer.from([0xc3, 0x28])), /bytes that are not UTF-8/],
  ['half a character', driver('\\ud800'), /text with '\\ud800', which no table can hold/],
  ['half a character in a name', driver('x","\\udFFF":"'), /text with '\\udfff'/],
  ['NUL', driver('a\\u0000b'), /text with '\\u0000', which no table can hold/],
  ['NUL, unescaped', driver('a\0b'), /no JSON/],
];

test.each(BROKEN_TEXTS)('%s is refused, and the answer is kept', async (_, body, why) => {
  const data = await tempData();
  const server = await replay({}, (__, response) => !!response.writeHead(200).end(body));
  const run = extractFrom(data, server, onlyDrivers, quick);
  await expect(run).rejects.toThrow(why);
  await expect(run).rejects.toThrow(
    /the answer is kept as 'refused\/drivers-0.txt' in the archive/,
  );
  expect((await readFile(join(data.archive, 'refused', 'drivers-0.txt'))).equals(body)).toBe(true);
  expect((await examineArchive(data.archive)).findings).toEqual([]);
});

test.each([
  ['a whole character in two escapes', '\\ud83d\\ude00'],
  ['a backslash before u', '\\\\ud800'],
  ['é and 赛车', 'é 赛车'],
])('%s is text like any other', async (_, text) => {
  const data = await tempData();
  const body = driver(text).toString();
  await extractFrom(data, await replay({ drivers: [body] }), onlyDrivers);
  expect((await readSnapshot(data.archive)).lists.drivers?.rows).toBe(1);
});

test('what one run kept of refused answers goes with the next', async () => {
  const data = await tempData();
  const html = await replay({}, (_, response) => !!response.writeHead(200).end('<html>'));
  await expect(extractFrom(data, html, onlyDrivers, quick)).rejects.toThrow(/refused/);
  await extractFrom(data, await replay({ drivers: [driver('x').toString()] }), onlyDrivers);
  await expect(readFile(join(data.archive, 'refused', 'drivers-0.txt'))).rejects.toThrow('ENOENT');
});

test('a list of seasons that are none ends, too', async () => {
  const data = await tempData();
  const seasons = [
    answer(0, 2, 'SeasonTable', { Seasons: [{ season: '-9e15' }, { season: 'x' }] }),
  ];
  const calendars = [answer(0, 0, 'RaceTable', { Races: [] })];
  const years = Array.from({ length: 77 }, (_, index) => [`${1950 + index}/races`, calendars]);
  const server = await replay({ seasons, races: calendars, ...Object.fromEntries(years) });
  await extractFrom(data, server, { only: new Set(['seasons', 'races'] as const) }, quick);
  await extractFrom(data, server, { only: new Set(['races'] as const) }, quick);
  expect(server.asked).toContain('2026/races?0');
});

test('a calendar with a day that is none is kept, and nothing follows it', async () => {
  const data = await tempData();
  const world = smallWorld();
  const broken = (pages: readonly string[] = []) =>
    pages.map((page) => page.replaceAll(/"date":"[^"]*"/g, '"date":"soon"'));
  const races = { races: broken(world.races), '2024/races': broken(world['2024/races']) };
  const server = await replay({ ...world, ...races });
  for (let time = 0; time < 2; time++) {
    await extractFrom(data, server, {}, { ...quick, now: BETWEEN_ROUNDS });
  }
  const { lists } = await readSnapshot(data.archive);
  expect(Object.keys(lists)).toEqual(expect.arrayContaining(['races', 'circuits']));
});

const isLinux = process.platform === 'linux';
const skipped = isLinux ? '' : ' (skipped: /proc is needed)';

test.skipIf(!isLinux)(
  `against a hostile server it takes under ${MOST_MEGABYTES} MB${skipped}`,
  async () => {
    const { baseUrl } = await replay({}, attack());
    const data = await tempData();
    const { peak, code, stderr } = await extractNow(data.root, baseUrl);
    expect(stderr).toMatch(/^RETRIES_SPENT: too many requests to /m);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(code).toBe(1);
    expect(peak).toBeLessThan(MOST_MEGABYTES);
    expect(await readHead(data.archive)).toBeUndefined();
  },
);

test.skipIf(!isLinux)(
  `lists of as many rows and bytes as are taken cost under ${MOST_MEGABYTES} MB${skipped}`,
  async () => {
    const { baseUrl } = await replay({}, longestLists);
    const data = await tempData();
    const { peak, code, stderr } = await extractNow(
      data.root,
      baseUrl,
      '--only',
      'drivers,results',
    );
    expect(stderr).not.toMatch(/^[A-Z_]+: /m);
    expect(code).toBe(0);
    const snapshot = await readSnapshot(data.archive);
    expect(snapshot.lists).toMatchObject({ drivers: { rows: 10_000 }, results: { rows: 50_000 } });
    await verifyLists(data.archive, snapshot);
    expect(peak).toBeLessThan(MOST_MEGABYTES);
  },
);

async function extractNow(root: string, baseUrl: string, ...what: readonly string[]) {
  const where = ['--data', root, '--base-url', baseUrl, '--no-seed', '--rate', 'off'];
  const { child, closed } = startCli(['extract', ...where, ...what]);
  const peak = await peakMegabytes(child.pid ?? 0);
  if (process.env.SHOW_MEMORY) process.stdout.write(`peak ${peak.toFixed(0)} MB\n`);
  return { peak, ...(await closed) };
}

/** A list of one driver with that text in the name. */
function driver(text: string | Buffer): Buffer {
  const body = answer(0, 1, 'DriverTable', { Drivers: [{ driverId: 'moss', name: 'TEXT' }] });
  const [before = '', after = ''] = body.split('TEXT');
  return Buffer.concat([Buffer.from(before), Buffer.from(text), Buffer.from(after)]);
}
