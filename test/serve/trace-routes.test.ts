import { expect, test } from 'vitest';
import { z } from 'zod';
import { serveSeed } from './served.js';

const served = serveSeed();

const row = z.looseObject({ sent: z.looseObject({}), corrections: z.array(z.unknown()) });
const answer = z.looseObject({
  rows: z.array(z.looseObject({})).default([]),
  models: z.array(z.object({ name: z.string() })).default([]),
});

const get = async (path: string) => {
  const response = await fetch(`${served.url}/api/v1/${path}`);
  return { status: response.status, body: answer.parse(await response.json()) };
};

// formula1.com, race result of the 2021 Abu Dhabi Grand Prix: 26 points with the fastest lap.
test('a result is traced to its field in a page of the archive, without a path of this machine', async () => {
  const { status, body } = await get('trace/race_result?row=2021/22/max_verstappen');
  expect(status).toBe(200);
  expect(body.rows).toHaveLength(1);
  expect(body.rows[0]).toMatchObject({
    list: 'results',
    path: expect.stringMatching(/^\$\.MRData\.RaceTable\.Races\[\d+\]\.Results\[0\]$/),
    sent: { points: '26', Driver: { driverId: 'max_verstappen' } },
    corrections: [],
  });
  expect(body.rows[0]?.file).toMatch(/^lists\/results\/[^/]+\.ndjson\.gz$/);
  expect(body.rows[0]?.columns).toContainEqual({
    ...{ name: 'points', value: '26.00', field: 'points', raw: '26' },
  });
});

// Jolpica has the laps of the two Jordans of that race exchanged.
test('a lap that was corrected has what was sent, what it became and the source', async () => {
  const { body } = await get('trace/lap?row=2001/13/alesi/75');
  const { corrections, sent } = row.parse(body.rows[0]);
  expect(sent.driverId).toBe('trulli');
  const source = 'https://en.wikipedia.org/wiki/2001_Hungarian_Grand_Prix';
  expect(corrections).toContainEqual(expect.objectContaining({ column: 'driver_id', source }));
});

test('a row or table that nobody knows is 404, and a metric cannot be traced but has a lineage', async () => {
  for (const path of ['trace/race_result?row=2021/22/nobody', 'trace/nothing?row=1']) {
    expect((await get(path)).status).toBe(404);
  }
  expect(await get('trace/driver_career?row=x')).toMatchObject({
    status: 404,
    body: { code: 'TABLE_UNKNOWN' },
  });
  const { body } = await get('lineage/driver_career');
  const names = body.models.map(({ name }) => name);
  expect(names.at(-1)).toBe('lyzer_metrics.driver_career');
  expect(names.indexOf('raw.results')).toBeLessThan(names.indexOf('lyzer.race_result'));
  expect(names).not.toContain('lyzer.circuit_profile');
  expect((await get('lineage/nothing')).status).toBe(404);
});

test('the corrections of a race name rows as trace takes them', async () => {
  const { body } = await get('seasons/2001/rounds/13/corrections');
  expect(body.rows).toContainEqual({
    ...{ table: 'lap', row: '2001/13/alesi/1', column: 'driver_id' },
    ...{ old: 'driver/alesi', new: 'driver/trulli' },
    source: 'https://en.wikipedia.org/wiki/2001_Hungarian_Grand_Prix',
  });
  expect((await get('seasons/2021/rounds/22/corrections')).body.rows).toEqual([]);
});
