import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';
import { browse, expectNoSidewaysScroll, testInChromium } from './chromium.js';
import { serveSeed } from './served.js';

const served = serveSeed();
const newPage = browse();

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RACE = 'race?season=2021&round=22';
const PAGES = [RACE, 'season?season=2021', 'driver?driver=hamilton', 'trace?table=driver_career'];

/** Opens a page and waits until everything is drawn. */
async function open(page: Page, path: string) {
  await page.goto(`${served.url}/${path}`);
  await drawn(page);
}

const drawn = (page: Page) =>
  page.locator('#figures[aria-busy=false]').waitFor({ state: 'attached' });

const image = (page: Page, name: RegExp) => page.getByRole('img', { name });

/** Cells of a figure's table, row by row. */
async function tableOf(page: Page, id: string) {
  await page.locator(`#${id} summary`, { hasText: 'As a table' }).click();
  await page.locator(`#${id} tbody tr`).first().waitFor();
  const rows = await page.locator(`#${id} tbody tr`).all();
  return Promise.all(rows.map((row) => row.locator('td').allTextContents()));
}

// formula1.com, race result of the 2021 Abu Dhabi Grand Prix: Verstappen from pole, 2.256 s ahead
// of Hamilton, who led until the last lap; Schumacher 14th from 19th (Mazepin did not start).
testInChromium('a race shows grid to flag, lap chart, gaps, stints, stops, overtakes', async () => {
  const { page, hosts, troubles } = await newPage();
  await open(page, RACE);
  expect(await page.locator('h1').innerText()).toBe('2021 Abu Dhabi Grand Prix');
  expect(await page.locator('#cards').innerText()).toMatch(/Max Verstappen\s+2\.256 s ahead/);
  await image(page, /^Grid to flag: 1 Max Verstappen from 1, 2 Lewis Hamilton from 2/).waitFor();
  await image(
    page,
    /^Gaps: at the end: Max Verstappen 0\.000 s, Lewis Hamilton 2\.256 s/,
  ).waitFor();
  const plots = /^(Lap chart|Pace by stint|Pit stops|Overtakes):/;
  expect(await image(page, plots).count()).toBe(4);
  const chart = await tableOf(page, 'lap-chart');
  // Grid, first lap, last but one, last.
  const hamilton = chart.find(([name]) => name === 'Lewis Hamilton') ?? [];
  expect([1, 2, 58, 59].map((at) => hamilton[at])).toEqual(['2', '1', '1', '2']);
  const labels = await page.locator('#grid-to-flag svg text').allTextContents();
  expect(labels).toEqual(expect.arrayContaining(['Mick Schumacher 19', '14 Mick Schumacher']));
  expect([...hosts]).toEqual([served.url]);
  expect(troubles).toEqual([]);
});

testInChromium('a race without laps says so, and one that never was is named', async () => {
  const { page } = await newPage();
  await open(page, 'race?season=1950&round=1');
  await image(page, /^Grid to flag: 1 Nino Farina from 1/).waitFor();
  expect(await page.locator('#lap-chart').innerText()).toContain('There is no data for this.');
  await open(page, 'race?season=1950&round=50');
  await page.getByRole('alert').getByText('There is no race 1950/50.').waitFor();
});

// Points: formula1.com, 2008. Massa led the last race, Hamilton passed Glock for the title.
testInChromium(
  'a season shows who was where after each round, and its address keeps the view',
  async () => {
    const { page, troubles } = await newPage();
    await open(page, 'season?season=2008');
    const told = /^Championship: Lewis Hamilton 98, Felipe Massa 97.*Decided in round 18$/;
    await image(page, told).waitFor();
    await image(page, /Italian Grand Prix, 14 Sept? 2008: Sebastian Vettel/).waitFor();
    await page.getByLabel('Show').selectOption('places');
    await drawn(page);
    expect(page.url()).toBe(`${served.url}/season?season=2008&championship=places`);
    await page.locator('#championship svg text', { hasText: '1 Hamilton' }).waitFor();
    await page.locator('#pick select').selectOption('1988');
    await image(page, /^Championship: Ayrton Senna 90, Alain Prost 87/).waitFor();
    await page.goBack();
    await image(page, told).waitFor();
    await page.locator('#championship svg text', { hasText: '1 Hamilton' }).waitFor();
    expect(troubles).toEqual([]);
  },
);

// Fangio: formula1.com, hall of fame: 24 wins and five titles, the last in 1957.
testInChromium('a driver is found by name, by keyboard, and has a career', async () => {
  const { page, troubles } = await newPage();
  await open(page, 'season?season=1957');
  await page.getByRole('searchbox').fill('fangio');
  await page.locator('#found a', { hasText: 'Juan Fangio' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await image(page, /^Career by season: .*1957 4 wins/).waitFor();
  expect(page.url()).toBe(`${served.url}/driver?driver=fangio`);
  expect(await page.locator('#cards').innerText()).toMatch(/Titles\s+5\s+Wins\s+24/);
  expect(troubles).toEqual([]);
});

testInChromium('a value of a race leads to its field in a page of the archive', async () => {
  const { page, troubles } = await newPage();
  await open(page, RACE);
  await tableOf(page, 'grid-to-flag');
  const row = page.locator('#grid-to-flag tbody tr', { hasText: 'Max Verstappen' });
  await row.getByRole('link', { name: '26', exact: true }).click();
  await page.locator('tr[aria-current]').waitFor();
  const cells = await page.locator('tr[aria-current] td').allTextContents();
  expect(cells).toEqual(['points', '26.00', '26', 'points', 'converted']);
  expect(await page.locator('mark').innerText()).toContain('"points": "26"');
  expect(await page.locator('dl').innerText()).toContain('lists/results/');
  await drawn(page);
  await page.locator('.lineage').getByRole('button', { name: 'stg_results', exact: true }).click();
  expect(await page.locator('#lineage pre').innerText()).toContain('raw.results');
  expect(troubles).toEqual([]);
});

testInChromium(
  'what was corrected in a race is listed with sources and leads to its trace',
  async () => {
    const { page } = await newPage();
    await open(page, 'race?season=2021&round=10');
    const line = page.locator('#corrected tbody tr', { hasText: '2021/10/perez' });
    expect(await line.innerText()).toContain('f1db');
    await line.getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Corrections' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('position_text: R → 20');
  },
);

testInChromium('each plot has its SQL and a CSV', async () => {
  const { page } = await newPage();
  for (const path of PAGES.slice(0, 3)) {
    await open(page, path);
    for (const section of await page.locator('#figures > section').all()) {
      await section.locator('summary', { hasText: 'SQL' }).click();
      expect(await section.locator('pre').first().innerText()).toContain('select * from shown');
      const href = await section.getByRole('link', { name: 'CSV' }).getAttribute('href');
      const csv = await fetch(`${served.url}/${href}`);
      expect([href, csv.headers.get('content-type')]).toEqual([href, 'text/csv; charset=utf-8']);
      expect((await csv.text()).split('\r\n').length).toBeGreaterThan(10);
    }
  }
});

const violations = z.array(z.object({ id: z.string(), impact: z.string(), nodes: z.unknown() }));

testInChromium(
  'nothing sticks out, and axe finds no fault, light and dark, narrow and wide',
  async () => {
    for (const [width, colorScheme] of [
      [390, 'dark'],
      [1440, 'light'],
    ] as const) {
      const { page, troubles } = await newPage({ viewport: { width, height: 900 }, colorScheme });
      for (const path of ['', ...PAGES]) {
        await page.goto(`${served.url}/${path}`);
        if (path === '') await image(page, /^seconds behind/).waitFor();
        else await drawn(page);
        await expectNoSidewaysScroll(page);
        await page.evaluate(AXE);
        const found = violations.parse(
          await page.evaluate('axe.run().then((all) => all.violations)'),
        );
        const what = found.map(({ id, impact, nodes }) => [path, width, impact, id, nodes]);
        expect(what).toEqual([]);
      }
      expect(troubles).toEqual([]);
    }
  },
);
