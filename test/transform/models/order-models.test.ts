import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withDuck } from '../../../transform/lake/duck.js';
import { type Model, tableName } from '../../../transform/models/model-file.js';
import {
  type OrderedModel,
  orderModels,
  sortByInputs,
} from '../../../transform/models/order-models.js';
import { readModels, SQL_FOLDER } from '../../../transform/models/read-models.js';
import { madeModel } from '../made-model.js';

function order(models: readonly Model[]): Promise<OrderedModel[]> {
  return withDuck(':memory:', { threads: 1 }, ([connection]) => orderModels(models, connection));
}

test('reads inputs from the syntax tree: joins, subqueries, unions, but no CTEs', async () => {
  const models = [
    madeModel(
      'a',
      `with b as (select * from lyzer.b), d as (select 1 as id)
      select id from b left join lyzer.c using (id)
      where id in (select id from lyzer.e)
      union all select id from d`,
    ),
    madeModel('b', 'select 1 as id'),
    madeModel('c', 'select 1 as id -- from lyzer.nothing'),
    madeModel('e', "select 'from lyzer.nothing' as id"),
  ];
  const ordered = await order(models);
  expect(ordered.map(({ name }) => name)).toEqual(['b', 'c', 'e', 'a']);
  expect(ordered.at(-1)?.inputs).toEqual(['lyzer.b', 'lyzer.c', 'lyzer.e']);
});

test('names the models of a cycle', async () => {
  const models = [
    madeModel('a', 'select id from lyzer.b'),
    madeModel('b', 'select id from lyzer.c'),
    madeModel('c', 'select id from lyzer.b'),
  ];
  await expect(order(models)).rejects.toThrow(
    "MODEL_CYCLE: 'lyzer.b' reads 'lyzer.c' reads 'lyzer.b'; these models read each other, cut the circle",
  );
});

test('names a table that is no model', async () => {
  await expect(order([madeModel('a', 'select id from lyzer.drivr')])).rejects.toThrow(
    "MODEL_INPUT_UNKNOWN: 'sql/core/a.sql' reads 'lyzer.drivr', which is not a model",
  );
});

test('shows where a file is not SQL', async () => {
  const sql = 'select id\nfrom lyzer.b\nwhere where\n';
  await expect(order([madeModel('a', sql)])).rejects.toThrow(
    /^SQL_FAILED: sql\/core\/a\.sql:3:7: syntax error .+; correct the file\n {4}where where\n {10}\^$/,
  );
});

test('sorts any graph without a cycle so that inputs come first, always the same way', () => {
  const graphs = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(graphs, fc.infiniteStream(fc.nat()), (edges, shuffle) => {
      const models = edges.map((targets, index) => ({
        ...madeModel(`m${index}`, ''),
        // Only earlier models, so that there is no cycle.
        inputs: index === 0 ? [] : targets.map((target) => `lyzer.m${target % index}`),
      }));
      const mixed = models
        .map((model) => ({ model, at: shuffle.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at)
        .map(({ model }) => model);
      const sorted = sortByInputs(mixed);
      expect(sorted).toEqual(sortByInputs(models));
      const names = sorted.map(tableName);
      for (const [place, model] of sorted.entries()) {
        for (const input of model.inputs) expect(names.indexOf(input)).toBeLessThan(place);
      }
    }),
  );
});

test('orders the real models: race after its sessions, lap last', async () => {
  const names = (await order(await readModels(SQL_FOLDER))).map(({ name }) => name);
  expect(names.indexOf('race')).toBeGreaterThan(names.indexOf('sprint_session'));
  expect(names.indexOf('lap')).toBeGreaterThan(names.indexOf('race'));
});
