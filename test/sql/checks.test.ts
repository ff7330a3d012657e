import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readChecks } from '../../transform/checks/read-checks.js';
import { readModels, SQL_FOLDER } from '../../transform/models/read-models.js';
import { type CaseDatabase, listCases, openCaseDatabase } from './case-database.js';

const CASES_FOLDER = join(import.meta.dirname, 'checks');
const checks = await readChecks(SQL_FOLDER);

let database: CaseDatabase;

beforeAll(async () => {
  database = await openCaseDatabase(await readModels(SQL_FOLDER));
});

afterAll(() => database.close());

describe.each(checks)('$file', ({ name, sql }) => {
  const folder = join(CASES_FOLDER, name);
  const cases = listCases(folder);

  test('has a case in which it finds something', () => {
    const wanted = cases.map((made) => readFileSync(join(folder, made, 'expect.yml'), 'utf8'));
    expect(wanted.filter((text) => /^- /m.test(text))).not.toEqual([]);
  });

  test.each(cases)('%s', async (caseName) => {
    const { made, wanted } = await database.runCase(join(folder, caseName), sql);
    expect(made).toEqual(wanted);
  });
});

test('every folder of cases belongs to a check', () => {
  expect(listCases(CASES_FOLDER)).toEqual(checks.map(({ name }) => name));
});
