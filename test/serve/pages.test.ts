import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browse, expectNoSidewaysScroll, testInChromium } from './chromium.js';
import { serveSeed } from './served.js';

const served = serveSeed();
const newPage = browse();

const TITLE = /^points by round/;
const PACE = /^seconds behind the winner by lap/;

/** Names and values at the ends of a plot's lines, from top to bottom. */
function endsOf(page: Page, plot: RegExp) {
  return page.getByRole('img', { name: plot }).locator('text.end').allTextContents();
}

async function told(page: Page, plot: RegExp, what: string) {
  await page.getByRole('img', { name: plot }).getByText(what, { exact: true }).first().waitFor();
}

/** Tab after Tab, as who has no mouse, until the element has the focus. */
async function tabTo(page: Page, id: string) {
  for (let count = 0; count < 20; count += 1) {
    if ((await page.evaluate('document.activeElement.id')) === id) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to '${id}'`);
}

testInChromium('the dashboard tells what is held, and asks nobody but its own server', async () => {
  const { page, hosts, troubles } = await newPage();
  await page.goto(served.url);
  await page.getByRole('img', { name: PACE }).waitFor();
  const coverage = page.getByRole('img', { name: 'Coverage by season and resource' });
  const cells = await coverage.locator('title').allTextContents();
  // The seed ends after round 11 of 2026; laps begin in 1996, with all of its 16 races.
  expect(cells).toContain('1950, results: 7 of 7 races');
  expect(cells).toContain('1995, laps: 0 of 17 races');
  expect(cells).toContain('1996, laps: 16 of 16 races');
  expect(await page.locator('#cards').innerText()).toContain('Hungarian Grand Prix');
  expect(await page.locator('#trouble').isVisible()).toBe(false);
  expect([...hosts]).toEqual([served.url]);
  expect(troubles).toEqual([]);
});

// Points: formula1.com, results of 2021 and 2008. Gaps: formula1.com, race results of the 2021
// Abu Dhabi (Hamilton +2.256 s), 2008 Brazilian (Alonso +13.298 s) and Chinese Grand Prix
// (Massa +14.925 s).
testInChromium('another season and race are chosen by keyboard', async () => {
  const { page, troubles } = await newPage();
  await page.goto(served.url);
  await page.getByRole('img', { name: PACE }).waitFor();
  await tabTo(page, 'season');
  await page.keyboard.type('2021');
  await told(page, TITLE, 'Max Verstappen395.5');
  expect((await endsOf(page, TITLE)).slice(0, 2)).toEqual([
    'Max Verstappen395.5',
    'Lewis Hamilton387.5',
  ]);
  expect(await page.getByRole('img', { name: TITLE }).getAttribute('aria-label')).toContain(
    'Max Verstappen 395.5, Lewis Hamilton 387.5',
  );
  await told(page, PACE, 'Lewis Hamilton2.3 s');
  for (let season = 2021; season > 2008; season -= 1) await page.keyboard.press('ArrowDown');
  await told(page, TITLE, 'Lewis Hamilton98');
  expect((await endsOf(page, TITLE)).slice(0, 2)).toEqual(['Lewis Hamilton98', 'Felipe Massa97']);
  await told(page, PACE, 'Fernando Alonso13.3 s');
  await tabTo(page, 'race');
  await page.keyboard.press('ArrowDown');
  await told(page, PACE, 'Felipe Massa14.9 s');
  expect((await endsOf(page, PACE))[0]).toBe('Lewis Hamilton0 s');
  expect(troubles).toEqual([]);
});

testInChromium('on a wide page and on a phone nothing sticks out or is cut off', async () => {
  for (const width of [1280, 400]) {
    const { page } = await newPage({ viewport: { width, height: 900 } });
    await page.goto(served.url);
    await page.getByRole('img', { name: PACE }).waitFor();
    await expectNoSidewaysScroll(page);
    for (const text of await page.locator('main svg text').all()) {
      const box = await text.evaluate((element) => {
        const { left, right } = element.getBoundingClientRect();
        return { left, right };
      });
      expect(box.left, await text.innerHTML()).toBeGreaterThanOrEqual(0);
      expect(box.right, await text.innerHTML()).toBeLessThanOrEqual(width - 20);
    }
  }
});

testInChromium(
  'a page that gets no answer says so, and shows nothing old as if it were new',
  async () => {
    const { page } = await newPage();
    await page.route('**/api/v1/overview', (route) => route.abort());
    await page.goto(served.url);
    const alert = page.getByRole('alert');
    await alert.getByText('The server does not answer').waitFor();
    expect(await page.getByRole('heading', { name: 'Coverage' }).isVisible()).toBe(false);
    await page.unroute('**/api/v1/overview');
    await page.reload();
    await page.getByRole('img', { name: PACE }).waitFor();
    expect(await alert.isVisible()).toBe(false);
    const json = { code: 'INTERNAL', detail: 'the server failed; see its log' };
    await page.route('**/progress', (route) => route.fulfill({ status: 500, json }));
    await page.locator('#season').selectOption('1988');
    await alert.getByText(json.detail).waitFor();
    expect(await page.getByRole('img', { name: TITLE }).count()).toBe(0);
    expect(await page.getByRole('img', { name: PACE }).count()).toBe(0);
    await page.locator('#season').selectOption('2021');
    await page.route('**/progress', (route) =>
      route.fulfill({ status: 502, body: '<h1>Bad</h1>' }),
    );
    await page.locator('#season').selectOption('2020');
    await alert.getByText('HTTP 502').waitFor();
  },
);

testInChromium('an answer that comes late does not replace what was chosen after it', async () => {
  const { page } = await newPage();
  await page.goto(served.url);
  await page.getByRole('img', { name: PACE }).waitFor();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/seasons/2008/progress', async (route) => {
    await held;
    await route.continue();
  });
  await page.locator('#season').selectOption('2008');
  await page.locator('#season').selectOption('2021');
  await told(page, PACE, 'Lewis Hamilton2.3 s');
  const late = page.waitForResponse('**/seasons/2008/progress');
  letGo();
  await (await late).finished();
  // The page has its answer; a turn of its own lets it draw, if it would.
  await page.evaluate('new Promise((done) => setTimeout(done, 100))');
  expect((await endsOf(page, TITLE))[0]).toBe('Max Verstappen395.5');
});

testInChromium(
  'the page of the API shows all routes, and asks nobody but its own server',
  async () => {
    const { page, hosts, troubles } = await newPage({ viewport: { width: 400, height: 900 } });
    await page.goto(`${served.url}/docs`);
    await page.getByText('/api/v1/tables/{table}').waitFor();
    expect(await page.locator('.opblock').count()).toBeGreaterThan(10);
    await expectNoSidewaysScroll(page);
    await page.getByText('Whether the server runs').click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.getByText('"status": "ok"').first().waitFor();
    expect([...hosts]).toEqual([served.url]);
    expect(troubles).toEqual([]);
  },
);
