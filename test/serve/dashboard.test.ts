import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { serveOneRace } from './served.js';

const served = serveOneRace();

const get = (path: string) => fetch(`${served.url}${path}`);

async function textOf(path: string) {
  const response = await get(path);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test.each(['/', '/race', '/season', '/driver', '/trace'])(
  'all that %s loads comes from this server, its scripts in less than 300 kB compressed',
  async (path) => {
    const page = await get(path);
    expect(page.headers.get('content-type')).toContain('text/html');
    const html = await page.text();
    const loaded = [...html.matchAll(/(?:src|href)="([^"#]+\.(?:css|js|svg))"/g)];
    const waiting = loaded.map(([, at]) => at ?? '');
    expect(waiting.slice(0, 2)).toEqual(['icon.svg', 'dashboard.css']);
    const known = new Map<string, string>();
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (known.has(at)) continue;
      const { status, headers, text } = await textOf(`/${at}`);
      expect([at, status]).toEqual([at, 200]);
      expect(headers.get('content-security-policy')).toContain("script-src 'self'");
      known.set(at, text);
      const modules = at.startsWith('vendor/') ? [] : text.matchAll(/ from '\.\/([^']+)'/g);
      waiting.push(...[...modules].map(([, name]) => name ?? ''));
    }
    const scripts = [...known].filter(([at]) => at.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(4);
    const bytes = scripts.reduce((sum, [, text]) => sum + gzipSync(text).length, 0);
    expect(bytes).toBeLessThan(300_000);
  },
);

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
