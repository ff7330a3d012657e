import { chown, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { dataFolder } from '../../../disk/data-folder.js';
import { planLoad } from '../../../load/plan.js';
import { startServer, stopServer } from '../../../load/postgres/embedded/embedded-postgres.js';
import { clusterFolder, readServerFile } from '../../../load/postgres/embedded/server-file.js';
import { parseTargetUrl } from '../../../load/postgres/target-url.js';
import { smallHistory } from '../fixture-lake.js';
import { loadRows } from '../load-rows.js';
import { removeScratchFolder, startScratchServer, urlOf, withSql } from '../scratch.js';

const scratch = await startScratchServer();
afterAll(() => removeScratchFolder(scratch.folder));

/** Makes a server a standby, which replays what its primary would send. */
async function becomeStandby() {
  const postgresFolder = join(scratch.folder, 'postgres');
  await withSql(scratch.server.url, (sql) => sql`alter system set wal_level = 'replica'`);
  await stopServer(postgresFolder);
  // Once up as a primary, so that its log says that a standby may follow.
  await startServer(postgresFolder);
  await stopServer(postgresFolder);
  const cluster = clusterFolder(postgresFolder, await readServerFile(postgresFolder));
  const signal = join(cluster, 'standby.signal');
  await writeFile(signal, '');
  const { uid, gid } = await stat(cluster);
  await chown(signal, uid, gid);
  return startServer(postgresFolder);
}

test('a standby is told to be one by a load, and may be planned', async () => {
  const primary = await scratch.newDatabase();
  const rows = smallHistory();
  await loadRows(scratch.folder, primary, 'good', rows);
  const server = await becomeStandby();
  const url = urlOf(server, { database: new URL(primary).pathname.slice(1) });
  const lap = `select * replace (1 as millis) from (${rows.lap})`;
  await expect(loadRows(scratch.folder, url, 'corrected', { ...rows, lap })).rejects.toMatchObject({
    code: 'TARGET_READ_ONLY',
    message: expect.stringContaining('name the primary server'),
  });
  const options = { data: dataFolder(scratch.folder), target: parseTargetUrl(url), staleOk: true };
  expect((await planLoad(options, silentProgress)).differs).toBe(true);
});
