import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { EXIT } from '../../../fault/fault.js';
import { describeCheck } from '../../../transform/checks/describe-findings.js';
import { type Check, declaredChecks, readChecks } from '../../../transform/checks/read-checks.js';
import { refuseErrors, runChecks } from '../../../transform/checks/run-checks.js';
import { describeTransform } from '../../../transform/command.js';
import { withDuck } from '../../../transform/lake/duck.js';
import { type CheckResult, readLake } from '../../../transform/lake/lake.js';
import type { Model, ModelDoc } from '../../../transform/models/model-file.js';
import { transform } from '../../../transform/transform.js';
import { tempData } from '../../temp-folder.js';
import { madeArchive, madeResult, ONE_RACE, withResults } from '../made-archive.js';
import { madeModel } from '../made-model.js';

const TEAMS = madeModel('team', 'select * from (values (1), (2)) as made(id)');
const RESULTS = documented(
  madeModel(
    'result',
    `select * from (values
      (1, 1, 'Finished', 1), (2, 2, 'Retired', 2), (2, 2, 'Finished', 2),
      (3, 7, 'Finished', 1), (4, null, 'Lost', 3), (5, 1, null, null)
    ) as made(id, team_id, status, place)`,
    ['id integer', 'team_id integer', 'status varchar', 'place integer'],
  ),
  {
    columns: {
      id: { type: 'integer', meaning: 'any' },
      team_id: { type: 'integer', meaning: 'any', absent: 'for who drove alone' },
      status: { type: 'varchar', meaning: 'any', values: ['Finished', 'Retired'] },
      place: { type: 'integer', meaning: 'any', values: [1, 2], absent: 'where unknown' },
    },
    references: { team_id: 'lyzer.team' },
    unique: [['team_id'], ['id', 'status']],
  },
);

function documented(model: Model, doc: Partial<ModelDoc>): Model {
  return { ...model, doc: { ...model.doc, ...doc } };
}

/** Runs checks on the tables of these models. */
function run(checks: readonly Check[], ...models: readonly Model[]): Promise<CheckResult[]> {
  return withDuck(':memory:', { threads: 1 }, async (connections) => {
    await connections[0].run('create schema lyzer');
    for (const { name, sql } of models) {
      await connections[0].run(`create table lyzer.${name} as ${sql}`);
    }
    return runChecks(connections, checks);
  });
}

const SEVERE = {
  severity: 'error',
  description: 'ids are small',
  faults: 1,
  examples: [{ id: 9 }],
};
const madeResultOf = (name: string) => ({ ...SEVERE, name }) as CheckResult;

test('finds what the yml rules out: keys twice, others that must be unique, nulls, lost references, other values', async () => {
  const results = await run(declaredChecks([TEAMS, RESULTS]), TEAMS, RESULTS);
  const found = results.filter(({ faults }) => faults > 0);
  const findings = found.map(({ name, faults, examples }) => [name, faults, examples]);
  expect(findings).toEqual([
    ['lyzer.result key', 1, [{ id: 2, row_count: '2' }]],
    [
      'lyzer.result unique team_id',
      2,
      [
        { team_id: 1, row_count: '2' },
        { team_id: 2, row_count: '2' },
      ],
    ],
    ['lyzer.result not_null', 1, [{ id: 5, status: null }]],
    ['lyzer.result references team_id', 1, [{ id: 3, team_id: 7 }]],
    ['lyzer.result values status', 1, [{ id: 4, status: 'Lost' }]],
    ['lyzer.result values place', 1, [{ id: 4, place: 3 }]],
  ]);
  expect(new Set(results.map(({ severity }) => severity))).toEqual(new Set(['error']));
  expect(results.filter(({ faults }) => faults === 0).map(({ name }) => name)).toEqual([
    'lyzer.team key',
    'lyzer.team not_null',
    'lyzer.result unique id, status',
  ]);
});

test('takes severities from the yml, and leaves staging alone', () => {
  const eased = documented(RESULTS, { severity: { values: 'warning', key: 'warning' } });
  const staged = madeModel('stg', 'select 1 as id', ['id integer'], 'staging');
  const severities = declaredChecks([TEAMS, eased, staged]).map((check) => [
    check.name,
    check.severity,
  ]);
  expect(Object.fromEntries(severities)).toEqual({
    'lyzer.team key': 'error',
    'lyzer.team not_null': 'error',
    'lyzer.result key': 'warning',
    'lyzer.result unique team_id': 'error',
    'lyzer.result unique id, status': 'error',
    'lyzer.result not_null': 'error',
    'lyzer.result references team_id': 'error',
    'lyzer.result values status': 'warning',
    'lyzer.result values place': 'warning',
  });
});

test.each([
  ['a table that is not there', [RESULTS]],
  ['a table with a key of two columns', [RESULTS, documented(TEAMS, { key: ['id', 'x'] })]],
])('refuses a reference to %s', (_, models) => {
  expect(() => declaredChecks(models)).toThrow(
    /^MODEL_REFERENCE_UNKNOWN: in 'sql\/core\/result\.yml', 'team_id' refers to 'lyzer\.team', [^\n]+; name one$/,
  );
});

test('counts all faulty rows and shows the first five, always the same', async () => {
  const sql = 'select i as id from range(100, 0, -1) as made(i)';
  const check: Check = { name: 'c', file: 'c.sql', description: 'd', severity: 'warning', sql };
  const [result] = await run([check]);
  expect(result?.faults).toBe(100);
  expect(result?.examples.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5']);
});

test('shows file, line, column and a caret where a check is no SQL', async () => {
  const sql = '-- a remark\nselect id\nfrom lyzer.nowhere\n';
  const file = 'sql/checks/broken.sql';
  const check: Check = { name: 'broken', file, description: '', severity: 'warning', sql };
  await expect(run([check, check])).rejects.toThrow(
    /^SQL_FAILED: sql\/checks\/broken\.sql:3:6: Catalog Error: [^\n]+\n {4}from lyzer\.nowhere\n {9}\^$/,
  );
});

test('tells findings on one line', () => {
  const examples = [{ driver: "d'Orey", laps: null }, { driver: 'moss' }];
  const found = { ...madeResultOf('small_ids'), faults: 1234, examples };
  expect(describeCheck(found)).toBe(
    "check 'small_ids' (ids are small) found 1,234 rows, the first with driver 'd'Orey', laps null",
  );
});

test('refuses errors, telling three, and no warnings', () => {
  const warning: CheckResult = { ...madeResultOf('w'), severity: 'warning' };
  refuseErrors([warning, { ...madeResultOf('fine'), faults: 0, examples: [] }]);
  const failed = ['a', 'b', 'c', 'd', 'e'].map(madeResultOf);
  const told = ['a', 'b', 'c'].map((name) => describeCheck(madeResultOf(name))).join('; ');
  expect(() => refuseErrors([warning, ...failed])).toThrow(
    `CHECK_FAILED: ${told} and 2 more checks; nothing was published`,
  );
});

test.each([
  ['no yml', { 'a.sql': 'select 1' }, "'sql/checks/a.sql' and its yml are not a valid check"],
  ['no SQL', { 'b.yml': 'description: x\nseverity: error\n' }, "'sql/checks/b.sql' and its yml"],
  ['no severity', { 'c.sql': 'select 1', 'c.yml': 'description: x\n' }, 'severity'],
  ['a severity unknown', { 'c.sql': '', 'c.yml': 'description: x\nseverity: bad\n' }, 'severity'],
])('refuses a check with %s in one line', async (_, files, message) => {
  const { root } = await tempData();
  await mkdir(join(root, 'checks'));
  for (const [file, text] of Object.entries(files)) {
    await writeFile(join(root, 'checks', file), text);
  }
  const fault = await readChecks(root).catch((error) => error);
  expect(fault.message).toMatch(/^CHECK_DOC_INVALID: [^\n]+; fix them$/);
  expect(fault.message).toContain(message);
});

test('a failed check keeps the former lake; a warning is told and remembered', async () => {
  const data = await tempData();
  const older = '20260101T000000Z-00000001';
  const results = [madeResult(1, 'farina'), madeResult(2, 'fagioli'), madeResult(3, 'parnell')];
  const lists = withResults(results);
  const young = JSON.stringify(lists).replaceAll('1906-10-30', '1940-10-30');
  await madeArchive(data.archive, JSON.parse(young), older);
  const made = await transform({ data }, silentProgress);
  const warning = { name: 'drivers_are_of_age', severity: 'warning', faults: 3 };
  const found = made.warnings.find(({ name }) => name === warning.name);
  expect(found).toMatchObject(warning);
  const { before, ...stored } = { ...found };
  expect(before).toBeNull();
  expect((await readLake(data.lake)).checks).toContainEqual(stored);
  expect(describeTransform(made)).toMatch(/\nwarning +rows\n(.*\n)*drivers_are_of_age +3(\n|$)/);

  const second = JSON.stringify(ONE_RACE).replaceAll('"round":"1"', '"round":"2"');
  await madeArchive(data.archive, JSON.parse(second));
  const fault = await transform({ data }, silentProgress).catch((error) => error);
  expect(fault).toMatchObject({ code: 'CHECK_FAILED', exitCode: EXIT.refused });
  expect(fault.message).toMatch(/^CHECK_FAILED: check 'rounds_are_contiguous' [^\n]+$/);
  expect(await readdir(data.lake)).toEqual([older, 'HEAD', 'current']);
  expect((await readLake(data.lake)).snapshot).toBe(older);
});

test('a warning is new or known, beside the last lake', async () => {
  const data = await tempData();
  const drivers = [madeResult(1, 'farina'), madeResult(2, 'fagioli'), madeResult(3, 'parnell')];
  const lists = JSON.stringify(withResults(drivers));
  await madeArchive(data.archive, JSON.parse(lists), '20260101T000000Z-00000001');
  await transform({ data }, silentProgress);
  const young = lists.replaceAll('1906-10-30', '1940-10-30');
  await madeArchive(data.archive, JSON.parse(young), '20260102T000000Z-00000002');
  const made = await transform({ data }, silentProgress);
  const ofAge = { name: 'drivers_are_of_age', faults: 3, before: 0 };
  expect(made.warnings).toContainEqual(expect.objectContaining(ofAge));
  const words = describeTransform(made);
  expect(words).toContain(' warnings, 1 new since the last lake\n');
  expect(words).toMatch(/\nnew +drivers_are_of_age +3\n/);
  expect(words).toContain(
    "\n  new: check 'drivers_are_of_age' (drivers are between 17 and 60 years",
  );
  await madeArchive(data.archive, JSON.parse(young), '20260103T000000Z-00000003');
  const again = describeTransform(await transform({ data }, silentProgress));
  expect(again).toContain(' warnings, none new since the last lake\n');
  expect(again).toMatch(/\nknown +drivers_are_of_age +3(\n|$)/);
});

test('a check has a result each time, on several threads too', async () => {
  // Of this, DuckDB failed to count the rows by a window three times in a thousand.
  const sql = `
    with kept as (select * from range(1) as made(id))
    select * from kept where id > 9
    union all
    select * from kept where not exists (select 1 from kept where id > 9)`;
  const check: Check = { name: 'c', file: 'c.sql', description: 'd', severity: 'warning', sql };
  const many = Array.from({ length: 2_000 }, () => check);
  const results = await withDuck(':memory:', { threads: 2 }, ([connection]) =>
    runChecks([connection], many),
  );
  expect(results).toHaveLength(2_000);
  expect(results.every(({ faults, examples }) => faults === 1 && examples.length === 1)).toBe(true);
});
