import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { type DataFolder, dataFolder, SEED_FOLDER } from '../../../disk/data-folder.js';
import { readSnapshot } from '../../../extract/archive/archive.js';
import { readAllBodies } from '../../../extract/archive/read-pages.js';
import { isAlpha, resourceOf } from '../../../extract/archive/resource.js';
import { breachesOf } from '../../../transform/contract/contract.js';
import { transform } from '../../../transform/transform.js';
import { madeArchive, ONE_RACE } from '../made-archive.js';

const LIST = '1950/1/sprintqualifying';
const SILVERSTONE = { season: { year: 1950 }, round: { number: 1, name: 'British Grand Prix' } };
const CHECK = 'sprint_qualifying_is_tied';

let data: DataFolder;

beforeAll(async () => {
  data = dataFolder(await mkdtemp(join(tmpdir(), 'lyzer-etl-test-')));
});

afterAll(() => rm(data.root, { recursive: true, force: true }));

async function transformWith(page: object) {
  await madeArchive(data.archive, { ...ONE_RACE, [LIST]: [page] });
  const { drift, warnings, tables } = await transform({ data }, silentProgress);
  const rows = Object.fromEntries(tables.map((table) => [table.name, table.rows]));
  expect(rows).toMatchObject({ race: 1, sprint_qualifying_result: 0 });
  const untied = warnings.find(({ name }) => name === CHECK);
  return { drift: drift.map(({ path, kind }) => `${kind} ${path}`), untied };
}

test('every recorded answer of the new API keeps the contract', async () => {
  const { lists } = await readSnapshot(SEED_FOLDER);
  const names = Object.keys(lists).filter((list) => isAlpha(resourceOf(list)));
  expect(names).toHaveLength(9);
  for (const list of names) {
    for (const body of await readAllBodies(SEED_FOLDER, list, lists[list]?.version ?? '')) {
      expect(breachesOf(resourceOf(list), JSON.parse(body.toString())), list).toEqual([]);
    }
  }
});

test('a new API of another shape is a warning, and all else is made', async () => {
  const results = [{ position: 'first', driver: 'farina' }];
  const { drift, untied } = await transformWith({ data: { ...SILVERSTONE, results } });
  expect(drift).toEqual(
    expect.arrayContaining([
      'missing $.metadata',
      'type $.data.results[0].position',
      'type $.data.results[0].driver',
      'missing $.data.results[0].team',
    ]),
  );
  expect(untied).toMatchObject({ faults: 1, examples: [{ list: LIST, unknown: 'driver, team' }] });
});

test.each([
  ['a text', { data: 'moved' }],
  ['a list', { data: [{ id: 'round_1' }] }],
  ['nothing', {}],
])('%s where the results were is a warning', async (_, page) => {
  const { drift, untied } = await transformWith({ metadata: { timestamp: '' }, ...page });
  expect(drift).toEqual([expect.stringMatching(/^(type|missing) \$\.data$/)]);
  expect(untied).toBeUndefined();
});

test('a round without such a session is no warning', async () => {
  const page = { error: 'Invalid session filter for this round' };
  expect(await transformWith(page)).toEqual({ drift: [], untied: undefined });
});
