import { expect, test } from 'vitest';
import { z } from 'zod';
import { serveOneRace } from './served.js';

const served = serveOneRace();

const get = (path: string) => fetch(`${served.url}${path}`);

test('the page and all that it loads come from this server', async () => {
  const page = await get('/');
  expect(page.headers.get('content-type')).toContain('text/html');
  const html = await page.text();
  const loaded = [...html.matchAll(/(?:src|href)="([^"#]+\.(?:css|js|svg))"/g)].map(([, at]) => at);
  expect(loaded).toEqual(['icon.svg', 'dashboard.css', 'dashboard.js']);
  const scripts = ['dashboard.js', 'coverage.js', 'lines.js', 'svg.js'];
  for (const path of [...loaded, ...scripts]) {
    const { status, headers } = await get(`/${path}`);
    expect([path, status]).toEqual([path, 200]);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
  }
});

test('the overview tells what is held, how fresh it is, and the last jobs', async () => {
  const overview = await (await get('/api/v1/overview')).json();
  const season = { season: 1950, races: 1, driven: 0, laps: 0 };
  expect(overview).toMatchObject({
    snapshot: '20260727T181500Z-1f0c9a22',
    fetchedAt: '2026-07-27T18:15:00Z',
    coverage: [season],
    calendar: [],
    runs: [],
  });
});

test('a season or race that nobody knows is empty, a wrong one is refused', async () => {
  const rows = z.object({ rows: z.array(z.unknown()) });
  for (const path of ['/api/v1/seasons/1950/progress', '/api/v1/seasons/1950/rounds/1/gaps']) {
    expect(rows.parse(await (await get(path)).json()).rows).toEqual([]);
  }
  for (const path of ['/api/v1/seasons/x/progress', '/api/v1/seasons/1950/rounds/0/gaps']) {
    expect((await get(path)).status).toBe(400);
  }
});
