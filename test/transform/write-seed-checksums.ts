import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentProgress } from '../../command/progress.js';
import { runCommand } from '../../command/run-command.js';
import { writeWhole } from '../../disk/write-whole.js';
import { readLake } from '../../transform/lake/lake.js';
import { transform } from '../../transform/transform.js';
import { checksumsOf } from './checksums-of.js';

// `npm run checksums`: after a change that is meant to change tables. Look at the difference.
await runCommand(
  { data: await mkdtemp(join(tmpdir(), 'lyzer-etl-checksums-')), json: false, log: 'text' },
  async ({ data, signal }) => {
    try {
      await transform({ data, signal }, silentProgress);
      const checksums = checksumsOf(await readLake(data.lake));
      const file = join(import.meta.dirname, 'seed-checksums.json');
      await writeWhole(file, `${JSON.stringify(checksums, null, 2)}\n`);
      return { tables: Object.keys(checksums).length };
    } finally {
      await rm(data.root, { recursive: true, force: true });
    }
  },
  ({ tables }) => `Wrote the checksums of ${tables} tables.`,
);
