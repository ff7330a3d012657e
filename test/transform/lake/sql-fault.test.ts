import { expect, test } from 'vitest';
import { sqlFault } from '../../../transform/lake/sql-fault.js';

test("of an error within DuckDB its words are told, not the stack of DuckDB's functions", () => {
  const error = new Error(
    'INTERNAL Error: it broke\n\nStack Trace:\n\n/a/libduckdb.so(_ZN6) [0x7f]',
  );
  expect(sqlFault('a.sql', 'select 1', error).message).toBe(
    'SQL_FAILED: a.sql: INTERNAL Error: it broke; correct the file',
  );
});
