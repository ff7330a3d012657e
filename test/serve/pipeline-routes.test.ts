import { expect, test } from 'vitest';
import { readSnapshot } from '../../extract/archive/archive.js';
import { diffSnapshots } from '../../extract/archive/diff.js';
import { readHistory } from '../../extract/archive/history.js';
import { tempData } from '../temp-folder.js';
import { driverNamed, madeArchive, ONE_RACE } from '../transform/made-archive.js';
import { TOKEN, TOKENS } from './ask-query.js';
import { serveData } from './served.js';

const OLDER = '20260727T000000Z-00000001';
const NEWER = '20260728T000000Z-00000002';

async function serveTwoSnapshots() {
  const data = await tempData();
  const drivers = { DriverTable: { Drivers: [driverNamed('farina'), driverNamed('fangio')] } };
  await madeArchive(data.archive, ONE_RACE, OLDER);
  await madeArchive(data.archive, { ...ONE_RACE, drivers: [drivers] }, NEWER);
  const { url } = await serveData(data, { tokens: TOKENS });
  const ask = async (path: string) => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${url}/api/v1/${path}`, { headers });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  return { data, ask };
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

test('the history is that of the command, without the folder', async () => {
  const { data, ask } = await serveTwoSnapshots();
  const { archive: _, ...history } = await readHistory(data.archive);
  expect(await ask('history')).toEqual({ status: 200, body: asJson(history) });
  expect(history.snapshots.map(({ id }) => id)).toEqual([NEWER, OLDER]);
});

test('a difference is that of the command, and names the row that is new', async () => {
  const { data, ask } = await serveTwoSnapshots();
  const [from, to] = [
    await readSnapshot(data.archive, OLDER),
    await readSnapshot(data.archive, NEWER),
  ];
  const { status, body } = await ask(`diff?from=${OLDER}&to=${NEWER}`);
  expect(status).toBe(200);
  expect(body).toEqual(asJson(await diffSnapshots(data.archive, from, to)));
  expect(body.counts).toEqual([{ resource: 'drivers', added: 1, removed: 0 }]);
});

test('a snapshot that is not there is 404, and what is none 400', async () => {
  const { ask } = await serveTwoSnapshots();
  const unknown = '20200101T000000Z-00000000';
  expect(await ask(`diff?from=${unknown}&to=${NEWER}`)).toMatchObject({
    status: 404,
    body: { code: 'SNAPSHOT_UNKNOWN' },
  });
  for (const path of ['diff', 'diff?from=..&to=..', `diff?from=${OLDER}&to=${NEWER}&x=1`]) {
    expect(await ask(path)).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
  }
});
