import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sql } from '../../../../load/postgres/with-target.js';
import type { Session } from '../../../../load/postgres/with-transaction.js';
import { readDatabaseShapes } from '../../../../load/schema/migration/database-shapes.js';
import { migrationSql } from '../../../../load/schema/migration/migration-sql.js';
import { modelShapes } from '../../../../load/schema/migration/model-shapes.js';
import { validateReferences } from '../../../../load/schema/validate-references.js';
import type { Model, ModelDoc } from '../../../../transform/models/model-file.js';
import { madeModel } from '../../../transform/made-model.js';
import { inLoad } from '../../load-rows.js';
import { removeScratchFolder, startScratchServer, withSql } from '../../scratch.js';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let url: string;
beforeAll(async () => {
  scratch = await startScratchServer();
  url = await scratch.newDatabase();
  await withSql(url, (sql) => sql.unsafe('create schema lyzer; create schema lyzer_api'));
});
afterAll(() => removeScratchFolder(scratch.folder));

/** A model; a column with a `?` may be null. */
function model(name: string, columns: readonly string[], more: Partial<ModelDoc> = {}): Model {
  const made = madeModel(
    name,
    '',
    columns.map((column) => column.replace('?', '')),
  );
  for (const column of columns.filter((one) => one.endsWith('?'))) {
    const doc = made.doc.columns[column.split(' ')[0] ?? ''];
    if (doc) doc.absent = 'where unknown';
  }
  return { ...made, doc: { ...made.doc, ...more } };
}

const RACE = model('race', ['id integer', 'name varchar']);
const TO_RACE = { references: { race_id: 'lyzer.race' } };
const LAP = model('lap', ['id integer', 'race_id integer'], TO_RACE);

const sqlOf = (
  have: readonly Model[],
  want: readonly Model[],
  views: Parameters<typeof migrationSql>[2] = [],
) => migrationSql(named(modelShapes(have)), modelShapes(want), views);

/** Rules with the names that Postgres gives them. */
function named(shapes: ReturnType<typeof modelShapes>) {
  const suffix = { primary: 'pkey', unique: 'key', reference: 'fkey', index: 'idx' };
  return shapes.map((shape) => ({
    ...shape,
    rules: shape.rules.map((rule) => {
      const table = shape.name.replace('lyzer.', '');
      const columns = rule.kind === 'primary' ? [] : rule.columns;
      return { ...rule, name: [table, ...columns, suffix[rule.kind]].join('_') };
    }),
  }));
}

test('what does not differ needs nothing', () => {
  expect(sqlOf([RACE, LAP], [LAP, RACE])).toBe('');
});

test('new tables are made after those that they refer to; circles are closed at the end', () => {
  const race = model('race', ['id integer', 'best_lap_id integer?'], {
    references: { best_lap_id: 'lyzer.lap' },
    indexes: [['best_lap_id']],
  });
  expect(sqlOf([], [LAP, race])).toMatchInlineSnapshot(`
    "
    create table lyzer.race (
        id integer not null,
        best_lap_id integer,
        primary key (id)
    );

    create table lyzer.lap (
        id integer not null,
        race_id integer not null,
        primary key (id),
        foreign key (race_id) references lyzer.race
    );
    create index on lyzer.race (best_lap_id);
    alter table lyzer.race
        add foreign key (best_lap_id) references lyzer.lap deferrable initially
            deferred;
    "
  `);
});

test('a column that may not be null starts with a placeholder', () => {
  const race = model('race', ['id integer', 'name varchar', 'url varchar', 'at time?', 'end date']);
  expect(sqlOf([RACE], [race])).toMatchInlineSnapshot(`
    "
    -- A placeholder, until the load has written all rows.
    alter table lyzer.race
        add column url text not null default '',
        add column at time,
        add column "end" date not null default '0001-01-01';
    alter table lyzer.race alter column url drop default;
    alter table lyzer.race alter column "end" drop default;
    "
  `);
});

test('a reference to be is not checked against rows of before', () => {
  const lap = model('lap', ['id integer', 'race_id integer']);
  expect(sqlOf([RACE, lap], [RACE, LAP])).toMatchInlineSnapshot(`
    "
    -- Old rows may not fit yet: the load checks these references after it has
    -- written all rows.
    alter table lyzer.lap add foreign key (race_id) references lyzer.race not valid;
    "
  `);
});

test('views that read what changes are dropped first, with those that read them', () => {
  const views = [
    { name: 'lap_time', select: 'select * from lyzer.lap_time' },
    { name: 'laps', select: 'select * from lyzer.lap' },
    { name: 'best', select: 'select * from lyzer_api.laps' },
  ].map((view) => ({ schema: 'lyzer_api', file: '', checksum: '', ...view }));
  const lap = model('lap', ['id bigint', 'race_id integer'], TO_RACE);
  expect(sqlOf([RACE, LAP], [RACE, lap], views)).toMatchInlineSnapshot(`
    "
    -- These views read what changes. The load creates them again.
    drop view if exists
        lyzer_api.laps,
        lyzer_api.best;
    alter table lyzer.lap alter column id type bigint;
    "
  `);
});

test('rows go where they could break a new key; what refers to them is let go meanwhile', () => {
  const race = model('race', ['id uuid', 'name varchar']);
  const lap = model('lap', ['id integer', 'race_id uuid'], TO_RACE);
  expect(sqlOf([RACE, LAP], [race, lap])).toMatchInlineSnapshot(`
    "alter table lyzer.lap drop constraint lap_race_id_fkey;

    -- Old rows could break the new key. The load writes them all again.
    delete from lyzer.race;

    -- A placeholder, until the load has written all rows.
    alter table lyzer.race
        alter column id type uuid using
            '00000000-0000-0000-0000-000000000000'::uuid;

    -- A placeholder, until the load has written all rows.
    alter table lyzer.lap
        alter column race_id type uuid using
            '00000000-0000-0000-0000-000000000000'::uuid;

    -- Old rows may not fit yet: the load checks these references after it has
    -- written all rows.
    alter table lyzer.lap add foreign key (race_id) references lyzer.race not valid;
    "
  `);
});

test('a circle of references that may not be null is refused', () => {
  const race = model('race', ['id integer', 'lap_id integer'], {
    references: { lap_id: 'lyzer.lap' },
  });
  expect(() => sqlOf([], [race, LAP])).toThrow(
    /^MODEL_REFERENCE_CIRCLE: tables 'lyzer.race', 'lyzer.lap'/,
  );
});

test('a type that no load takes to Postgres is refused', () => {
  expect(() => sqlOf([], [model('race', ['id float'])])).toThrow(
    /^MODEL_TYPE_UNKNOWN: column 'id' in 'sql\/core\/race.yml' has type 'float'/,
  );
});

const TYPES = [
  'integer',
  'bigint',
  'decimal(6,2)',
  'decimal(8,2)',
  'varchar',
  'uuid',
  'date',
] as const;
const TABLES = ['t0', 't1', 't2'];

const madeColumn = fc.record({ type: fc.constantFrom(...TYPES), isNullable: fc.boolean() });
const madeTable = fc.record({
  isThere: fc.boolean(),
  keyType: fc.constantFrom<(typeof TYPES)[number]>('integer', 'uuid', 'varchar'),
  columns: fc.record({
    a: fc.option(madeColumn),
    b: fc.option(madeColumn),
    order: fc.option(madeColumn),
  }),
  isWide: fc.boolean(),
  unique: fc.option(fc.constantFrom('a', 'b')),
  index: fc.option(fc.constantFrom('a', 'order')),
  parent: fc.option(fc.nat(TABLES.length - 1)),
  isOrphan: fc.boolean(),
});
const madeModels = fc.tuple(...TABLES.map(() => madeTable)).map((tables) =>
  tables.flatMap((table, place) => {
    if (!table.isThere) return [];
    const { a, b, order } = table.columns;
    const kept = Object.entries({ a, b, order }).flatMap(([name, column]) =>
      column === null ? [] : [`${name} ${column.type}${column.isNullable ? '?' : ''}`],
    );
    const has = (name: string | null) => kept.some((column) => column.startsWith(`${name} `));
    const isWide = ({ isWide: is, columns }: (typeof tables)[number]) =>
      is && columns.a !== null && !columns.a.isNullable;
    const parent = table.parent === null ? undefined : tables[table.parent];
    const refers =
      parent !== undefined && (table.parent ?? 0) < place && parent.isThere && !isWide(parent);
    const columns = [
      `id ${table.keyType}`,
      ...kept,
      ...(refers ? [`parent_id ${parent.keyType}${table.isOrphan ? '?' : ''}`] : []),
    ];
    const docs: Partial<ModelDoc> = {
      key: isWide(table) ? ['id', 'a'] : ['id'],
      ...(table.unique !== null && has(table.unique) ? { unique: [[table.unique]] } : {}),
      ...(table.index !== null && has(table.index) ? { indexes: [[table.index]] } : {}),
      ...(refers ? { references: { parent_id: `lyzer.${TABLES[table.parent ?? 0]}` } } : {}),
    };
    return [model(TABLES[place] ?? '', columns, docs)];
  }),
);

/** The value of a column in a row: another in each, and alike in all columns of a type. */
function value(type: string, row: number): string {
  if (type === 'uuid') return `'00000000-0000-5000-8000-00000000000${row + 1}'`;
  if (type === 'date') return `'2026-01-0${row + 1}'`;
  return type === 'varchar' ? `'row ${row}'` : String(row + 1);
}

/** Three rows of each model; in the last, what may be null is. */
function rowsOf({ doc }: Model): string[] {
  return [0, 1, 2].map((row) => {
    const values = Object.values(doc.columns).map(({ type, absent }) =>
      row === 2 && absent !== undefined ? 'null' : value(type, row),
    );
    return `(${values.join(', ')})`;
  });
}

/** Brings rows as a load does at worst: new and changed ones, then, children first, others go. */
async function bringRows(sql: Sql, models: readonly Model[]) {
  for (const made of models) {
    const names = Object.keys(made.doc.columns).map((name) => `"${name}"`);
    await sql.unsafe(`
      insert into lyzer.${made.name} (${names.join(', ')}) values ${rowsOf(made).join(', ')}
      on conflict (${made.doc.key.join(', ')}) do update
      set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`);
  }
  for (const { name, doc } of [...models].reverse()) {
    const key = doc.key.map((column) =>
      [0, 1, 2].map((row) => value(doc.columns[column]?.type ?? '', row)),
    );
    const [first = [], second] = key;
    const kept = first.map((id, row) => (second === undefined ? id : `(${id}, ${second[row]})`));
    await sql.unsafe(
      `delete from lyzer.${name} where (${doc.key.join(', ')}) not in (${kept.join(', ')})`,
    );
  }
}

const shapesOf = ({ sql }: Session) => readDatabaseShapes(sql, ['lyzer']);

/** The values of a key change while others refer to it: new rows come before old ones go. */
const KEYS_AS_TEXT = ['integer', 'varchar'].map((type) => [
  model('t0', [`id ${type}`, 'a integer'], { unique: [['a']] }),
  model('t1', ['id integer', `parent_id ${type}`], { references: { parent_id: 'lyzer.t0' } }),
]) as [Model[], Model[]];

test('whatever models become, the migration runs on filled tables and leaves no difference', async () => {
  await fc.assert(
    fc.asyncProperty(madeModels, madeModels, async (before, after) => {
      const undone = new Error('undone');
      const work = inLoad(url, async (session) => {
        const { sql } = session;
        for (const models of [before, after]) {
          await sql.unsafe(migrationSql(await shapesOf(session), modelShapes(models), []));
          expect(migrationSql(await shapesOf(session), modelShapes(models), [])).toBe('');
          await bringRows(sql, models);
          await validateReferences(session);
          await sql`set constraints all immediate`;
          await sql`set constraints all deferred`;
        }
        throw undone;
      });
      await expect(work).rejects.toBe(undone);
    }),
    { numRuns: 40, examples: [KEYS_AS_TEXT] },
  );
});
