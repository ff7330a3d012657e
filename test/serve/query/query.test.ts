import { expect, test } from 'vitest';
import { askQuery, TOKEN, TOKENS } from '../ask-query.js';
import { serveData, serveOneRace } from '../served.js';

const LONG = { withinMs: 3_600_000 };
const served = serveOneRace({ tokens: TOKENS, query: LONG });
const ask = (sql: string, wish: Parameters<typeof askQuery>[2] = {}) =>
  askQuery(served.url, sql, wish);

test('a SELECT is answered as JSON', async () => {
  const sql = `select race_name, date, round, circuit_name
    from lyzer.race join circuit using (circuit_id)`;
  const response = await ask(sql);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'application/json; charset=utf-8',
  ]);
  expect(await response.json()).toEqual({
    columns: [
      { name: 'race_name', type: 'VARCHAR' },
      { name: 'date', type: 'DATE' },
      { name: 'round', type: 'INTEGER' },
      { name: 'circuit_name', type: 'VARCHAR' },
    ],
    rows: [
      {
        race_name: 'British Grand Prix',
        date: '1950-05-13',
        round: 1,
        circuit_name: 'Silverstone Circuit',
      },
    ],
  });
});

test('and as CSV', async () => {
  const response = await ask(`select 1 as n, 'a,"b' as t, null as nothing, '' as empty`, {
    format: 'csv',
  });
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(await response.text()).toBe('n,t,nothing,empty\n1,"a,""b",,""\n');
});

test.each(['describe race', 'summarize race', 'show tables', 'from race', 'values (1)'])(
  '%s is a SELECT too',
  async (sql) => expect((await ask(sql)).status).toBe(200),
);

test('as long as the lake is the same, who holds the answer gets none again', async () => {
  const etag = (await ask('select 1')).headers.get('etag') ?? '';
  const again = await ask('select 1', { headers: { 'if-none-match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
  const stranger = await ask('select 1', { headers: { 'if-none-match': etag }, token: 'x' });
  expect(stranger.status).toBe(401);
});

test('what is no SELECT, or reaches for more than the lake, is refused', async () => {
  const refusals = [
    ['drop table race', 'QUERY_NOT_READING'],
    ["from read_text('/proc/self/environ')", 'SQL_FAILED'],
  ] as const;
  for (const [sql, code] of refusals) {
    const response = await ask(sql);
    expect([response.status, await response.json()]).toMatchObject([400, { code }]);
  }
});

test('a fault of the SQL is told with its place', async () => {
  expect(await (await ask('select *\nfrom race\nwhere seson = 1')).json()).toEqual({
    code: 'SQL_FAILED',
    detail: expect.stringMatching(/^query:3:7: Binder Error: .*"season"/),
  });
});

test('the log that a query may turn on does not get into its answer', async () => {
  const logging = "enable_logging(level = 'trace', storage = 'stdout')";
  const answer = await ask(`select 1 as n union all select 2 from ${logging}`);
  expect(await answer.json()).toMatchObject({ rows: [{ n: 1 }] });
  const logs = await ask('select count(*) as n from duckdb_logs()');
  expect(await logs.json()).toMatchObject({ rows: [{ n: 0 }] });
});

test.each([
  ['one giant text', "select repeat('x', 1000000000)"],
  ['one giant list', 'select range(100000000)'],
  ['wide rows', "select repeat('x', 1000000) from range(100000)"],
  ['many wide texts in one batch', "select repeat('x', 100000) from range(2000)"],
  ['texts gathered', "select list(t) from (select repeat('y', 1000) as t from range(1000000))"],
  ['an order of much', 'from range(1000000000) order by random()'],
  ['many rows', 'from range(100001)'],
  ['many bytes', "select repeat('x', 1000) from range(20000)"],
])('%s is refused and hurts nobody', async (_, sql) => {
  const response = await ask(sql);
  expect([response.status, await response.json()]).toMatchObject([
    422,
    { code: 'QUERY_TOO_LARGE' },
  ]);
  expect((await fetch(`${served.url}/ready`)).status).toBe(200);
});

test('as many rows and bytes as may be do come', async () => {
  const csv = await (await ask('from range(100000)', { format: 'csv' })).text();
  expect(csv.split('\n')).toHaveLength(100_002);
  const wide = await (
    await ask("select repeat('x', 1000) as t from range(16000)", { format: 'csv' })
  ).text();
  expect(wide).toHaveLength(2 + 16_000 * 1_001);
});

test.each(['', 'x', TOKEN.slice(1), `${TOKEN}x`])('token %j is refused', async (token) => {
  const response = await ask('select 1', { token });
  expect([response.status, await response.json()]).toMatchObject([401, { code: 'TOKEN_INVALID' }]);
});

test('it is off unless it was asked for, and then needs a token from the start', async () => {
  const { url } = await serveData(served.data, { tokens: TOKENS });
  const response = await askQuery(url, 'select 1');
  expect([response.status, await response.json()]).toMatchObject([403, { code: 'QUERY_OFF' }]);
  await expect(serveData(served.data, { query: LONG })).rejects.toMatchObject({
    code: 'QUERY_WITHOUT_TOKEN',
  });
});

test.each(['', '?sql=', '?sql=x&format=xml', '?sql=x&x=1', `?sql=${'x'.repeat(10_001)}`])(
  'what is no question is refused: %.20s',
  async (search) => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${served.url}/api/v1/query${search}`, { headers });
    expect(response.status).toBe(400);
  },
);
