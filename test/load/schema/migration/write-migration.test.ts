import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../../../command/progress.js';
import { EXIT } from '../../../../fault/fault.js';
import { withLakeRows } from '../../../../load/compare/lake-rows.js';
import { matchLake } from '../../../../load/compare/match-lake.js';
import { localTarget } from '../../../../load/postgres/reach-target.js';
import {
  MIGRATIONS_FOLDER,
  planMigrations,
  runMigrations,
} from '../../../../load/schema/migrate.js';
import { missingSql, writeMigration } from '../../../../load/schema/migration/write-migration.js';
import { readTargetTables } from '../../../../load/schema/target-tables.js';
import { validateReferences } from '../../../../load/schema/validate-references.js';
import { syncTables } from '../../../../load/write/sync-tables.js';
import { readLake } from '../../../../transform/lake/lake.js';
import { type Model, PUBLISHED_LAYERS } from '../../../../transform/models/model-file.js';
import { readModels, SQL_FOLDER } from '../../../../transform/models/read-models.js';
import { madeModel } from '../../../transform/made-model.js';
import { CORE_MODELS, smallHistory, writeFixtureLake } from '../../fixture-lake.js';
import { inLoad, loadRows } from '../../load-rows.js';
import { removeScratchFolder, startScratchServer, withSql } from '../../scratch.js';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let models: Model[];
beforeAll(async () => {
  scratch = await startScratchServer();
  models = await readModels(SQL_FOLDER, PUBLISHED_LAYERS);
});
afterAll(() => removeScratchFolder(scratch.folder));

/** Models, one of them with other words in its yml. */
function changed(name: string, change: (doc: Model['doc']) => Model['doc']): Model[] {
  return models.map((model) =>
    model.name === name ? { ...model, doc: change(model.doc) } : model,
  );
}

const withHelmet = () =>
  changed('driver', (doc) => ({
    ...doc,
    columns: { ...doc.columns, helmet: { type: 'varchar', meaning: 'colours of the helmet' } },
  }));

async function copyOfMigrations(name: string): Promise<string> {
  const folder = join(scratch.folder, name);
  await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
  return folder;
}

test("the migrations make the tables that the models want; 'npm run migration' writes what is missing", async () => {
  expect(await missingSql({ scratch: localTarget(scratch.server), models })).toBe('');
});

test('one migration makes all tables from nothing', async () => {
  const folder = join(scratch.folder, 'none');
  await mkdir(folder);
  const schemas = 'create schema lyzer; create schema lyzer_metrics;';
  await writeFile(join(folder, '000001-schemas.sql'), schemas);
  const options = { scratch: localTarget(scratch.server), models, folder };
  const path = join(folder, '000002-all-tables.sql');
  expect(await writeMigration('all-tables', options)).toBe(path);
  const text = await readFile(path, 'utf8');
  expect(text.match(/^create table /gm)).toHaveLength(models.length);
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  // Now the file is among the migrations.
  expect(await writeMigration('all-tables', options)).toBeUndefined();
});

test('a column that is new in a yml is in the next migration', async () => {
  const folder = await copyOfMigrations('with-helmet');
  const options = { scratch: localTarget(scratch.server), models: withHelmet(), folder };
  const path = await writeMigration('driver-helmet', options);
  expect(path).toMatch(/\/0000\d\d-driver-helmet\.sql$/);
  expect(await readFile(path ?? '', 'utf8')).toMatchInlineSnapshot(`
    "-- Written by 'npm run migration' from the models' ymls.

    -- A placeholder, until the load has written all rows.
    alter table lyzer.driver add column helmet text not null default '';
    alter table lyzer.driver alter column helmet drop default;
    "
  `);
});

test.each(['', 'Driver', 'driver url', '../x', 'driver_url', '-x'])(
  "'%s' is not a name for a migration",
  async (name) => {
    const options = { scratch: localTarget(scratch.server), models: withHelmet() };
    await expect(writeMigration(name, options)).rejects.toMatchObject({
      code: 'MIGRATION_NAME',
      exitCode: EXIT.usage,
    });
  },
);

test('a load brings rows through a migration of filled tables, and leaves nothing unchecked', async () => {
  const url = await scratch.newDatabase();
  await loadRows(scratch.folder, url, 'before', smallHistory());
  const others = `
    create schema other;
    create view other.names as select ref, family_name from lyzer.driver;
    create table other.favourite (driver_id uuid references lyzer.driver)`;
  await withSql(url, (sql) => sql.unsafe(others));
  // A column and a reference that may not be null, a new parent, another key, another type.
  const steward = madeModel('steward', '', ['steward_id integer', 'name varchar']);
  const after = [
    steward,
    ...CORE_MODELS.map((model): Model => {
      const { doc } = model;
      const columns = { ...doc.columns };
      if (model.name === 'driver') columns.helmet = { type: 'varchar', meaning: 'colours' };
      if (model.name === 'race') columns.steward_id = { type: 'integer', meaning: 'steward' };
      if (model.name === 'lap') {
        columns.millis = { type: 'decimal(12,3)', meaning: 'time' };
        columns.car = { type: 'integer', meaning: 'number of the car' };
      }
      const references = { ...doc.references };
      if (model.name === 'race') references.steward_id = 'lyzer.steward';
      const key = model.name === 'lap' ? ['race_id', 'car', 'lap'] : doc.key;
      return { ...model, doc: { ...doc, columns, references, key } };
    }),
  ];
  const history = smallHistory();
  const rows = {
    ...history,
    steward: "select 7 as steward_id, 'Derek' as name",
    driver: `select *, 'red of ' || ref as helmet from (${history.driver})`,
    race: `select *, 7 as steward_id from (${history.race})`,
    lap: `select *, position as car from (${history.lap})`,
  };
  await writeFixtureLake(join(scratch.folder, 'lake'), 'after', rows, undefined, after);
  const metrics = models.filter(({ layer }) => layer === 'metrics');
  const wanted = { scratch: localTarget(scratch.server), models: [...after, ...metrics] };
  const folder = await copyOfMigrations('after');
  expect(await writeMigration('after', { ...wanted, folder })).toBeDefined();

  await inLoad(url, async (session) => {
    const { sql, target } = session;
    const before = new Set((await readTargetTables(sql, ['lyzer'])).map(({ oid }) => oid));
    await runMigrations(session, await planMigrations(session, folder));
    const lake = await readLake(join(scratch.folder, 'lake'), 'after');
    const match = matchLake(lake, await readTargetTables(sql, ['lyzer']), target);
    expect(match.faults).toEqual([]);
    await withLakeRows(lake, scratch.folder, (lakeRows) =>
      syncTables(
        {
          ...{ session, rows: lakeRows, last: undefined, rollbackTo: undefined },
          task: silentProgress.task('load', 1),
          acceptRemovals: () => {},
        },
        match.pairs,
        (pair) => before.has(pair.target.oid),
      ),
    );
    await validateReferences(session);
  });
  const [found] = await withSql(
    url,
    (sql) => sql`
    select
      (select string_agg(helmet, ', ' order by helmet) from lyzer.driver) as helmets,
      (select count(distinct (race_id, car, lap))::integer from lyzer.lap) as laps,
      (select max(millis)::text from lyzer.lap) as millis,
      (select count(*)::integer from lyzer.race join lyzer.steward using (steward_id)) as races,
      (select count(*)::integer from pg_constraint where not convalidated) as unchecked,
      (select count(*)::integer from other.names) as names`,
  );
  expect(found).toEqual({
    helmets: 'red of driver1, red of driver2, red of driver3, red of driver4',
    ...{ laps: 120, millis: '91005.000', races: 6, unchecked: 0, names: 4 },
  });
  expect(await missingSql({ ...wanted, folder })).toBe('');
});

test('a load runs migrations on filled tables, and checks references at its end', async () => {
  const url = await scratch.newDatabase();
  const folder = join(scratch.folder, 'first-five');
  const isOlder = (path: string) => !/\/0000(0[6-9]|[1-9]\d)-/.test(path);
  await cp(MIGRATIONS_FOLDER, folder, { recursive: true, filter: isOlder });
  await inLoad(url, async (session) => {
    await runMigrations(session, await planMigrations(session, folder));
    await session.sql.unsafe(`
      insert into lyzer.driver (driver_id, ref, given_name, family_name)
      values ('00000003-0000-5000-8000-000000000001', 'driver1', 'Old', 'Old');
      alter table lyzer.lap
        drop constraint lap_race_id_fkey,
        add foreign key (race_id) references lyzer.race not valid`);
  });
  const result = await loadRows(scratch.folder, url, 'newer', smallHistory());
  expect(result.migrations[0]).toBe('000006-unknown-values');
  const [found] = await withSql(
    url,
    (sql) => sql`
    select
      (select string_agg(distinct nationality, ' ') from lyzer.driver) as nationality,
      (select attnotnull from pg_attribute
        where attrelid = 'lyzer.driver'::regclass and attname = 'given_name') as "isNotNull",
      (select convalidated from pg_constraint where conname = 'lap_race_id_fkey') as "isChecked"`,
  );
  expect(found).toEqual({ nationality: 'Finnish', isNotNull: false, isChecked: true });
});
