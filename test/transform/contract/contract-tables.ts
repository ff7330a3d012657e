import { silentProgress } from '../../../command/progress.js';
import type { Server } from '../../../load/postgres/embedded/embedded-postgres.js';
import { localTarget } from '../../../load/postgres/reach-target.js';
import { withTarget } from '../../../load/postgres/with-target.js';
import { withLoadTransaction } from '../../../load/postgres/with-transaction.js';
import { planMigrations, runMigrations } from '../../../load/schema/migrate.js';
import { readDatabaseShapes } from '../../../load/schema/migration/database-shapes.js';
import { columnSql, ruleSql } from '../../../load/schema/migration/statement.js';
import type { TableShape } from '../../../load/schema/migration/table-shape.js';
import { fullName, readTargetTables } from '../../../load/schema/target-tables.js';

const SCHEMAS = ['lyzer', 'lyzer_metrics'];

/** A table as the migrations leave it, in SQL that DuckDB understands. */
export type ContractTable = {
  readonly schema: string;
  readonly name: string;
  readonly sql: string;
};

/** Runs all migrations in a server's database and reads its tables, each after its parents. */
export function readContractTables(server: Server): Promise<ContractTable[]> {
  const target = localTarget(server);
  return withTarget(target, (sql) => {
    const session = { sql, target, signal: new AbortController().signal };
    const options = { lockWaitMs: 0, progress: silentProgress };
    return withLoadTransaction(session, options, async () => {
      await runMigrations(session, await planMigrations(session));
      const shapes = new Map(
        (await readDatabaseShapes(sql, SCHEMAS)).map((shape) => [shape.name, shape]),
      );
      return (await readTargetTables(sql, SCHEMAS)).flatMap((table) => {
        const shape = shapes.get(fullName(table));
        return shape ? [{ schema: table.schema, name: table.name, sql: inDuckDb(shape) }] : [];
      });
    });
  });
}

/** DuckDB knows no references between schemas, nor deferred ones: checks of the ymls see to them. */
function inDuckDb({ name, columns, rules }: TableShape): string {
  const isKnown = (parent: string) => name.startsWith('lyzer.') && parent.startsWith('lyzer.');
  const kept = rules.filter(({ kind, parent = '', isDeferred }) => {
    if (kind === 'reference') return !isDeferred && isKnown(parent);
    return kind !== 'index';
  });
  const parts = [
    ...[...columns].map(([column, shape]) => columnSql(column, shape)),
    ...kept.map((rule) => ruleSql(rule).replace(' deferrable initially deferred', '')),
  ];
  return `create table ${name} (${parts.join(', ')})`;
}
