import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseTargetUrl } from '../../../load/postgres/target-url.js';
import { smallHistory } from '../fixture-lake.js';
import { loadRows } from '../load-rows.js';
import { removeScratchFolder, startScratchServer, urlOf, withSql } from '../scratch.js';

const HISTORY = smallHistory();
const SCHEMAS = ['lyzer', 'lyzer_metrics', 'lyzer_api', 'lyzer_flat', 'lyzer_meta'];

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let loaded: string;
let written: number;
beforeAll(async () => {
  scratch = await startScratchServer();
  loaded = await scratch.newDatabase();
  written = (await loadRows(scratch.folder, loaded, 'good', HISTORY)).comments;
});
afterAll(() => removeScratchFolder(scratch.folder));

/** All of our schemas, tables, views and columns, each with its comment. */
async function readAll(url: string, schemas = SCHEMAS): Promise<Map<string, string | null>> {
  const rows = await withSql(
    url,
    (sql) => sql<{ name: string; comment: string | null }[]>`
      select nspname as name, obj_description(oid, 'pg_namespace') as comment
      from pg_namespace where nspname in ${sql(schemas)}
      union all
      select nspname || '.' || relname, obj_description(c.oid, 'pg_class')
      from pg_class c join pg_namespace n on n.oid = relnamespace
      where nspname in ${sql(schemas)} and relkind in ('r', 'v')
      union all
      select nspname || '.' || relname || '.' || attname, col_description(c.oid, attnum)
      from pg_class c join pg_namespace n on n.oid = relnamespace
      join pg_attribute on attrelid = c.oid
      where nspname in ${sql(schemas)} and relkind in ('r', 'v') and attnum > 0
        and not attisdropped`,
  );
  return new Map(rows.map(({ name, comment }) => [name, comment]));
}

test('a load says of every schema, table, view and column what it is, in the words of the ymls', async () => {
  const comments = await readAll(loaded);
  expect([...comments].filter(([, comment]) => comment === null)).toEqual([]);
  expect(written).toBe(comments.size);
  expect(comments.get('lyzer_api')).toBe("Views that Lyzer's API reads.");
  expect(comments.get('lyzer.race')).toBe('Championship races, run and to come; one row per race.');
  expect(comments.get('lyzer.race.time')).toBe('start, UTC; null before 2005; from races.time');
  expect(comments.get('lyzer.race.circuit_id')).toBe(
    'the circuit; see lyzer.circuit; from races.Circuit.circuitId',
  );
  expect(comments.get('lyzer_metrics.title.championship')).toBe(
    'whose championship; one of driver, constructor',
  );
  expect(comments.get('lyzer_api.race_lap.position')).toBe(
    'place at the end of the lap; null where Jolpica has none',
  );
  expect(comments.get('lyzer_meta.migration.id')).toBe('number of the migration');
});

test('a load writes the comments that differ, and none when all are there', async () => {
  const url = await scratch.newDatabase(loaded);
  await withSql(url, (sql) =>
    sql.unsafe(
      `comment on column lyzer.race.time is 'mine'; comment on view lyzer_api.overview is null`,
    ),
  );
  const repaired = await loadRows(scratch.folder, url, 'good', HISTORY);
  expect(repaired).toMatchObject({ comments: 2, unchanged: true });
  expect(await readAll(url)).toEqual(await readAll(loaded));
  expect(await loadRows(scratch.folder, url, 'good', HISTORY)).toMatchObject({ comments: 0 });
});

test('behind a prefix they name the schemas as they are there', async () => {
  const url = await scratch.newDatabase();
  const target = { ...parseTargetUrl(url), schemaPrefix: 'dev_' };
  await loadRows(scratch.folder, target, 'good', HISTORY);
  const comments = await readAll(url, ['dev_lyzer']);
  expect(comments.get('dev_lyzer.race.circuit_id')).toContain('; see dev_lyzer.circuit;');
});

test('a login that owns nothing loads all the same, without comments', async () => {
  const url = await scratch.newDatabase(loaded);
  const database = new URL(url).pathname.slice(1);
  await withSql(url, (sql) =>
    sql.unsafe(`
      create role worker login password 'worker-secret';
      grant temporary on database ${database} to worker;
      grant usage on schema ${SCHEMAS.join(', ')} to worker;
      grant select, insert, update, delete on all tables in schema ${SCHEMAS.join(', ')} to worker;
      comment on table lyzer.race is 'mine'`),
  );
  const login = urlOf(scratch.server, { user: 'worker', password: 'worker-secret', database });
  const lap = `select * replace (millis + 1 as millis) from (${HISTORY.lap})`;
  const result = await loadRows(scratch.folder, login, 'slower', { ...HISTORY, lap });
  expect(result).toMatchObject({ loadId: 2, comments: 0 });
  expect((await readAll(url)).get('lyzer.race')).toBe('mine');
});

test('what another session holds is commented by the next load', async () => {
  const url = await scratch.newDatabase(loaded);
  await withSql(url, (sql) => sql`comment on table lyzer_meta.view is 'mine'`);
  await withSql(url, async (sql) => {
    await sql.unsafe('begin; lock table lyzer_meta.view in share update exclusive mode');
    const held = await loadRows(scratch.folder, url, 'good', HISTORY);
    expect(held).toMatchObject({ comments: 0, unchanged: true });
    await sql`rollback`;
  });
  expect(await loadRows(scratch.folder, url, 'good', HISTORY)).toMatchObject({ comments: 1 });
});
