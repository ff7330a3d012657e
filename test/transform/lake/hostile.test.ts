import { test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { Fault } from '../../../fault/fault.js';
import { query } from '../../../transform/lake/query.js';
import { print } from '../../../transform/lake/query-output.js';
import { transform } from '../../../transform/transform.js';
import { tempData } from '../../temp-folder.js';
import { madeArchive } from '../made-archive.js';
import { hostileLake } from './hostile-lake.js';

test('no hostile statement writes a file, or reads one that is not the lake', async () => {
  const data = await tempData();
  await madeArchive(data.archive);
  await transform({ data }, silentProgress);
  const lake = await hostileLake(data);
  await lake.proveHarmless(async (sql) => {
    let text = '';
    try {
      await query({ data, sql }, async (answer) => {
        for await (const part of print(answer, 'csv')) text += part;
      });
      return { code: 'ANSWERED', text };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { code: error.code, text: text + error.message };
    }
  });
});
