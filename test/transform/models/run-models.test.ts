import { expect, test } from 'vitest';
import { withDuck } from '../../../transform/lake/duck.js';
import type { Model } from '../../../transform/models/model-file.js';
import { orderModels } from '../../../transform/models/order-models.js';
import {
  materializations,
  prepareDatabase,
  runModels,
} from '../../../transform/models/run-models.js';
import { madeModel } from '../made-model.js';

/** Runs models in a fresh database and tells which were done. */
function run(...models: Model[]): Promise<string[]> {
  return withDuck(':memory:', { threads: 1 }, async (connections) => {
    await prepareDatabase(connections[0], []);
    const done: string[] = [];
    const ordered = await orderModels(models, connections[0]);
    await runModels(connections, ordered, ({ name }) => {
      done.push(name);
    });
    return done;
  });
}

test('runs a model after those it reads', async () => {
  const done = await run(
    madeModel('c', 'select id from lyzer.b'),
    madeModel('b', 'select id from lyzer.a'),
    madeModel('a', 'select 1 as id'),
  );
  expect(done).toEqual(['a', 'b', 'c']);
});

test('shows file, line, column, the line and a caret where SQL fails', async () => {
  const sql = 'with a as (\n    select 1 as id\n)\n\nselect\n    id,\n    idd\nfrom a\n';
  await expect(run(madeModel('m', sql))).rejects.toThrow(
    /^SQL_FAILED: sql\/core\/m\.sql:7:5: Binder Error: .*"idd".*; correct the file\n {4} {4}idd\n {4} {4}\^$/s,
  );
});

test.each([
  [
    'another name',
    ['id integer', 'ref varchar'],
    "column 2 of 'lyzer.m' is 'name varchar', but 'sql/core/m.yml' has 'ref varchar'",
  ],
  [
    'another type',
    ['id bigint', 'name varchar'],
    "column 1 of 'lyzer.m' is 'id integer', but 'sql/core/m.yml' has 'id bigint'",
  ],
  [
    'another order',
    ['name varchar', 'id integer'],
    "column 1 of 'lyzer.m' is 'id integer', but 'sql/core/m.yml' has 'name varchar'",
  ],
  [
    'a column too few',
    ['id integer'],
    "column 2 of 'lyzer.m' is 'name varchar', but 'sql/core/m.yml' has 'none'",
  ],
  [
    'one too many',
    ['id integer', 'name varchar', 'x uuid'],
    "column 3 of 'lyzer.m' is 'none', but 'sql/core/m.yml' has 'x uuid'",
  ],
])('refuses a table when its yml has %s', async (_, columns, message) => {
  const model = madeModel('m', "select 1 as id, 'x' as name", columns);
  await expect(run(model)).rejects.toThrow(`MODEL_COLUMNS_DIFFER: ${message}`);
});

test('begins nothing more after a fault', async () => {
  const models = ['b', 'c', 'd'].map((name) => madeModel(name, 'select id from lyzer.a'));
  await expect(run(madeModel('a', 'select x as id'), ...models)).rejects.toThrow('a.sql:1:8');
});

test('makes tables of core, of what is read twice or reads metrics, views of the rest', async () => {
  const models = [
    madeModel('once', 'select 1 as id', ['id integer'], 'staging'),
    madeModel('twice', 'select 1 as id', ['id integer'], 'staging'),
    madeModel('x', 'select id from staging.once union all select id from staging.twice'),
    madeModel('y', 'select id from staging.twice'),
    madeModel('z', 'select id from lyzer.y', ['id integer'], 'metrics'),
    madeModel('of_core', 'select id from lyzer.y', ['id integer'], 'intermediate'),
    madeModel('of_metrics', 'select id from lyzer_metrics.z', ['id integer'], 'intermediate'),
  ];
  const kinds = await withDuck(':memory:', {}, async ([connection]) =>
    materializations(await orderModels(models, connection)),
  );
  expect(Object.fromEntries(kinds)).toEqual({
    'staging.once': 'view',
    'staging.twice': 'table',
    'lyzer.x': 'table',
    'lyzer.y': 'table',
    'lyzer_metrics.z': 'table',
    'intermediate.of_core': 'view',
    'intermediate.of_metrics': 'table',
  });
});
