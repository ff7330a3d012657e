import { readdir } from 'node:fs/promises';
import { expect } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { readSnapshot } from '../../../extract/archive/archive.js';
import { readAllBodies } from '../../../extract/archive/read-pages.js';
import type { Resource } from '../../../extract/archive/resource.js';
import { EXIT } from '../../../fault/fault.js';
import { transform } from '../../../transform/transform.js';
import { extractFrom, startStandIn, testWithStandIn } from '../../extract/stand-in.js';
import { tempData } from '../../temp-folder.js';

const ONE_SEASON = {
  seasons: new Set([1950]),
  only: new Set<Resource>(['seasons', 'circuits', 'constructors', 'drivers', 'races', 'results']),
};
const ROW = '$.MRData.RaceTable.Races[0].Results[0]';

/** Extracts a season from an API that drifted; of its results, tells the first page's text. */
async function extractDrifted(kind: string) {
  const data = await tempData();
  await extractFrom(data, await startStandIn('--drift', kind), ONE_SEASON);
  const { lists } = await readSnapshot(data.archive);
  const { version = '' } = lists['1950/results'] ?? {};
  const [page] = await readAllBodies(data.archive, '1950/results', version);
  return { data, page: String(page) };
}

testWithStandIn('a new field is kept in the archive, and warned of', async () => {
  const { data, page } = await extractDrifted('unknown');
  expect(page).toContain('"stewardNote":"none"');
  const { drift, tables } = await transform({ data }, silentProgress);
  const path = `${ROW}.stewardNote`;
  const where = { list: '1950/results', page: 0, pages: 2 };
  expect(drift).toEqual([{ kind: 'unknown', path, expected: 'no such field', ...where }]);
  expect(tables).toContainEqual({ schema: 'lyzer', name: 'race', rows: 7 });
});

const losses: [string, RegExp, string][] = [
  ['type', /"points":9[,}]/, `'${ROW}.points' has another type, string was expected (in 2 pages)`],
  ['rename', /"driver_id":"farina"/, `'${ROW}.Driver.driverId' is missing, string was expected`],
  ['missing', /"status":"Finished"/, `'${ROW}.Constructor' is missing, object was expected`],
  ['null', /"position":null/, `'${ROW}.position' is null, string was expected (in 2 pages)`],
];
for (const [kind, kept, message] of losses) {
  testWithStandIn(`a drift '${kind}' is kept in the archive, and refused`, async () => {
    const { data, page } = await extractDrifted(kind);
    expect(page).toMatch(kept);
    const fault = await transform({ data }, silentProgress).catch((error) => error);
    expect(fault).toMatchObject({ code: 'CONTRACT_BROKEN', exitCode: EXIT.refused });
    expect(fault.message).toMatch(
      /^CONTRACT_BROKEN: list '1950\/results', page at offset 0, [^\n]+; the archive stays as it is: [^\n]+$/,
    );
    expect(fault.message).toContain(message);
    expect(await readdir(data.lake)).toEqual([]);
  });
}
