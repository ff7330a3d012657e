import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { dataFolder } from '../../../disk/data-folder.js';
import { planLoad } from '../../../load/plan.js';
import type { Target } from '../../../load/postgres/target.js';
import { parseTargetUrl } from '../../../load/postgres/target-url.js';
import { testTarget } from '../../../load/postgres/test-target.js';
import { rollback } from '../../../load/rollback.js';
import { smallHistory } from '../fixture-lake.js';
import { loadRows } from '../load-rows.js';
import { makeScratchFolder, withSql } from '../scratch.js';
import { SYSTEM_VERSION, startSystemServer } from '../system-server.js';

const HISTORY = smallHistory();
const CORRECTED = {
  ...HISTORY,
  lap: `select * replace (if(lap = 3, 90500, millis) as millis) from (${HISTORY.lap}) where lap <> 2`,
};

describe.skipIf(SYSTEM_VERSION === undefined)(
  `the system's Postgres ${SYSTEM_VERSION ?? '(none here)'}, as a login that may do little`,
  () => {
    let folder: string;
    let server: Awaited<ReturnType<typeof startSystemServer>>;
    let target: Target;
    beforeAll(async () => {
      folder = await makeScratchFolder();
      server = await startSystemServer(folder);
      await withSql(server.url, async (sql) => {
        await sql`create role etl login password 'etl-secret'`;
        await sql`create database f1`;
        await sql`grant create on database f1 to etl`;
      });
      target = parseTargetUrl(`postgres://etl:etl-secret@127.0.0.1:${server.port}/f1`);
    });
    afterAll(async () => {
      await server?.stop();
      await rm(folder, { recursive: true });
    });

    test('takes loads, plans and rollbacks as the embedded one does', async () => {
      const data = dataFolder(folder);
      const first = await loadRows(folder, target, 'first', HISTORY);
      expect(first.readerRole.is).toBe('missing');
      const allow = { allowRemovals: true };
      const second = await loadRows(folder, target, 'corrected', CORRECTED, allow);
      expect(second.tables.find(({ name }) => name === 'lap')).toMatchObject({
        ...{ rows: 96, added: 0, changed: 24, removed: 24 },
      });
      expect(await planLoad({ data, target }, silentProgress)).toMatchObject({ differs: false });
      const back = await rollback({ data, target, to: 1 }, silentProgress);
      const sums = (load: typeof first) => load.tables.map(({ checksum }) => checksum);
      expect(sums(back)).toEqual(sums(first));
    });

    test('is told of by a test of the target, right by right', async () => {
      const options = { data: dataFolder(folder), signal: new AbortController().signal };
      const tested = await testTarget({ ...options, target }, silentProgress);
      expect(tested).toMatchObject({ tls: null, missingRights: [], migrations: { pending: [] } });
      expect(tested.version.split('.')[0]).toBe(SYSTEM_VERSION);
      await withSql(server.url, (sql) => sql`create role guest login password 'guest-secret'`);
      const guest = { ...target, user: 'guest', password: 'guest-secret' };
      await expect(testTarget({ ...options, target: guest }, silentProgress)).rejects.toMatchObject(
        { code: 'TARGET_RIGHTS' },
      );
    });
  },
);
