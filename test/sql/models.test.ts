import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkColumns, readColumns } from '../../transform/models/check-columns.js';
import { readModels, SQL_FOLDER } from '../../transform/models/read-models.js';
import { type CaseDatabase, listCases, openCaseDatabase } from './case-database.js';

const models = await readModels(SQL_FOLDER);

let database: CaseDatabase;

beforeAll(async () => {
  database = await openCaseDatabase(models);
});

afterAll(() => database.close());

test.each(models)('$file makes the columns that its yml documents', async (model) => {
  checkColumns(model, await readColumns(database.connection, model));
});

// Models of raw and rules only read files, which the tests on the whole seed do.
describe.each(models.filter(({ layer }) => layer !== 'raw' && layer !== 'rules'))(
  '$file',
  ({ layer, name, sql }) => {
    const folder = join(import.meta.dirname, layer, name);
    const cases = listCases(folder);

    test('has a case', () => {
      expect(cases).not.toEqual([]);
    });

    test.each(cases)('%s', async (caseName) => {
      const { made, wanted } = await database.runCase(join(folder, caseName), sql);
      expect(made).toEqual(wanted);
    });
  },
);
