import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLake } from '../../../transform/lake/lake.js';
import { tempData } from '../../temp-folder.js';

const SNAPSHOT = '20260727T181500Z-1f0c9a22';

test('says what to do where there is no lake', async () => {
  const { lake } = await tempData();
  await expect(readLake(lake)).rejects.toThrow(
    `LAKE_EMPTY: no lake in '${lake}'; run 'npm run transform' first`,
  );
});

test('says what to do where a snapshot has no lake', async () => {
  const { lake } = await tempData();
  await expect(readLake(lake, SNAPSHOT)).rejects.toThrow(
    `LAKE_EMPTY: no lake of snapshot '${SNAPSHOT}' in '${lake}'; run 'npm run transform -- --snapshot ${SNAPSHOT}'`,
  );
});

test('refuses a lake.json that describes no lake, in one line', async () => {
  const { lake } = await tempData();
  await mkdir(join(lake, SNAPSHOT), { recursive: true });
  await writeFile(join(lake, 'HEAD'), `${SNAPSHOT}\n`);
  await writeFile(join(lake, SNAPSHOT, 'lake.json'), '{"format": 2}');
  await expect(readLake(lake)).rejects.toThrow(
    /^LAKE_DAMAGED: '.*lake\.json' [^\n]+; run 'npm run transform' to make the lake anew$/,
  );
});
