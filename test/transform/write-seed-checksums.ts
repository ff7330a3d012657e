import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { readLake } from '../../transform/lake/lake.js';
import { transform } from '../../transform/transform.js';
import { checksumsOf } from './checksums-of.js';

// `npm run checksums`: after a change that is meant to change tables. Look at the difference.
const root = await mkdtemp(join(tmpdir(), 'lyzer-etl-checksums-'));
try {
  const data = dataFolder(root);
  await transform({ data }, silentProgress);
  const checksums = checksumsOf(await readLake(data.lake));
  const file = join(import.meta.dirname, 'seed-checksums.json');
  await writeFile(file, `${JSON.stringify(checksums, null, 2)}\n`);
} finally {
  await rm(root, { recursive: true, force: true });
}
