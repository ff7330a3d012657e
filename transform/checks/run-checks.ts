import type { DuckDBConnection } from '@duckdb/node-api';
import pLimit from 'p-limit';
import { transformFault } from '../faults.js';
import { queryRows } from '../lake/duck.js';
import type { CheckResult } from '../lake/lake.js';
import { sqlFault } from '../lake/sql-fault.js';
import { describeCheck } from './describe-findings.js';
import type { Check } from './read-checks.js';

const MOST_EXAMPLES = 5;

/**
 * Runs checks, one at a time on each connection.
 *
 * @returns one result per check, in the order given
 * @throws {Fault} SQL_FAILED
 */
export async function runChecks(
  connections: readonly DuckDBConnection[],
  checks: readonly Check[],
): Promise<CheckResult[]> {
  const limit = pLimit(connections.length);
  const free = [...connections];
  const runs = await Promise.allSettled(
    checks.map((check) =>
      limit(async () => {
        const connection = free.pop() as DuckDBConnection;
        try {
          return await runCheck(connection, check);
        } finally {
          free.push(connection);
        }
      }),
    ),
  );
  // Wait for all checks: a connection must not be closed during one.
  return runs.map((run) => {
    if (run.status === 'rejected') throw run.reason;
    return run.value;
  });
}

async function runCheck(connection: DuckDBConnection, check: Check): Promise<CheckResult> {
  const { name, description, severity, sql, file } = check;
  try {
    // Not `count(*) over ()`: DuckDB 1.5.5 has a race there, duckdb/duckdb#25713.
    const rows = await queryRows(
      connection,
      `with faulty as materialized (\n${sql}\n)
      select *, (select count(*) from faulty) as fault_count
      from faulty order by all limit ${MOST_EXAMPLES}`,
    );
    const examples = rows.map(({ fault_count: _, ...row }) => row);
    return { name, description, severity, faults: Number(rows[0]?.fault_count ?? 0), examples };
  } catch (error) {
    throw sqlFault(file, sql, error, 1);
  }
}

/** @throws {Fault} CHECK_FAILED when a check of severity error found rows */
export function refuseErrors(results: readonly CheckResult[]): void {
  const failed = results.filter(({ severity, faults }) => severity === 'error' && faults > 0);
  if (failed.length === 0) return;
  const shown = failed.slice(0, 3).map(describeCheck);
  const more = failed.length > 3 ? ` and ${failed.length - 3} more checks` : '';
  throw transformFault(
    'CHECK_FAILED',
    `${shown.join('; ')}${more}; nothing was published, the previous lake stays: ` +
      'fix the SQL, or correct the data in data/corrections',
  );
}
