import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { silentProgress } from '../../command/progress.js';
import { transform } from '../../transform/transform.js';
import { tempData } from '../temp-folder.js';
import { driverNamed, madeArchive, ONE_RACE } from '../transform/made-archive.js';
import { serveData } from './served.js';

const OLDER = '20260101T000000Z-00000001';
const NEWER = '20260727T181500Z-1f0c9a22';

function driversNamed(...ids: readonly string[]) {
  const Drivers = ids.map(driverNamed);
  return { ...ONE_RACE, drivers: [{ DriverTable: { Drivers } }] };
}

test('a newer lake is taken up under load: no request fails, no answer mixes the two', async () => {
  const data = await tempData();
  await madeArchive(data.archive, driversNamed('ascari'), OLDER);
  await transform({ data }, silentProgress);
  const { url } = await serveData(data);
  const told = new Set<string>();
  let isOver = false;
  const ask = async () => {
    const [mirror, table] = await Promise.all(
      ['/ergast/f1/drivers/', '/api/v1/tables/driver'].map(async (path) => {
        const response = await fetch(url + path);
        expect(response.status).toBe(200);
        return `${await response.text()} ${response.headers.get('etag')}`;
      }),
    );
    told.add(`${mirror}`).add(`${table}`);
  };
  const askOn = async () => {
    while (!isOver) await ask();
  };
  await ask();
  const load = [askOn(), askOn(), askOn(), askOn()];
  await madeArchive(data.archive, driversNamed('ascari', 'farina'), NEWER);
  await transform({ data }, silentProgress);
  const { snapshot } = await readyWith(url, NEWER);
  await ask();
  isOver = true;
  await Promise.all(load);
  expect(snapshot).toBe(NEWER);
  // One answer of each kind before, one after, and none in between.
  const kinds = (part: string) => [...told].filter((text) => text.includes(part)).length;
  expect([told.size, kinds('DriverTable'), kinds(OLDER), kinds(NEWER)]).toEqual([4, 2, 1, 1]);
});

test('a lake that is made again of the same snapshot is taken up too', async () => {
  const data = await tempData();
  await madeArchive(data.archive, driversNamed('ascari'), NEWER);
  const { url } = await serveData(data);
  const before = await fetch(`${url}/ready`);
  expect([before.status, await before.json()]).toMatchObject([503, { code: 'LAKE_EMPTY' }]);
  expect((await fetch(`${url}/ergast/f1/drivers/`)).status).toBe(503);
  expect((await fetch(`${url}/api/v1/tables`)).status).toBe(503);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  await transform({ data }, silentProgress);
  await readyWith(url, NEWER);
});

test('a lake whose raw answers cannot be read is not served', async () => {
  const data = await tempData();
  await madeArchive(data.archive, driversNamed('ascari'), NEWER);
  await transform({ data }, silentProgress);
  const [list = ''] = await readdir(join(data.archive, 'lists', 'drivers'));
  await writeFile(join(data.archive, 'lists', 'drivers', list), 'damaged');
  const { url } = await serveData(data);
  for (const path of ['/ready', '/api/v1/tables', '/ergast/f1/drivers/']) {
    await waitFor(async () => (await fetch(url + path)).status === 503);
  }
  expect(await (await fetch(`${url}/ready`)).json()).toMatchObject({
    code: 'LAKE_EMPTY',
    detail: expect.stringContaining(list),
  });
});

const readySchema = z.object({ snapshot: z.string().optional() });

async function waitFor(isSo: () => Promise<boolean>) {
  while (!(await isSo())) await sleep(50);
}

async function readyWith(url: string, snapshot: string) {
  for (;;) {
    const ready = readySchema.parse(await (await fetch(`${url}/ready`)).json());
    if (ready.snapshot === snapshot) return ready;
    await sleep(50);
  }
}
