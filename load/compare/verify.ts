import { loadFault } from '../faults.js';
import { nameTarget } from '../postgres/target.js';
import type { Sql } from '../postgres/with-target.js';
import type { Session } from '../postgres/with-transaction.js';
import { fullName } from '../schema/target-tables.js';
import { differingSeasons, type SeasonChecksum, sumChecksums } from './checksums.js';
import type { TablePair } from './match-lake.js';

/** A table's checksums on both sides, after the rows were written. */
export type BothSides = {
  readonly pair: TablePair;
  readonly lakeChecksums: readonly SeasonChecksum[];
  readonly targetChecksums: readonly SeasonChecksum[];
};

const MOST_SEASONS = 5;

/**
 * Refuses to commit tables that differ from the lake's files, or from the row count in lake.json.
 *
 * @throws {Fault} VERIFY_FAILED naming table and season, TARGET_TRIGGER naming triggers too
 */
export async function verifyTables(
  tables: readonly BothSides[],
  { sql, target }: Session,
): Promise<void> {
  const differing = tables.filter((table) => tableFaults(table).length > 0);
  if (differing.length === 0) return;
  const faults = differing.flatMap(tableFaults);
  const hooks = await readHooks(
    sql,
    differing.map(({ pair }) => pair.target.oid),
  );
  if (hooks.length > 0) {
    throw loadFault(
      'TARGET_TRIGGER',
      `target ${nameTarget(target)}: ${faults.join('; ')}, for which ${hooks.join(', ')} may be the cause; nothing was changed: remove it, or exempt this role`,
    );
  }
  throw loadFault(
    'VERIFY_FAILED',
    `target ${nameTarget(target)}: ${faults.join('; ')}; nothing was changed: run 'npm run transform' again, then load`,
  );
}

/** What others made that may change rows as they are written. */
async function readHooks(sql: Sql, tables: readonly number[]): Promise<string[]> {
  const rows = await sql<{ hook: string }[]>`
    select format('trigger %L of %L', tgname, tgrelid::regclass::text) as hook
    from pg_trigger
    where tgrelid in ${sql(tables)} and not tgisinternal and tgenabled <> 'D'
    union all
    select format('rule %L of %L', rulename, ev_class::regclass::text)
    from pg_rewrite
    where ev_class in ${sql(tables)} and ev_enabled <> 'D'
    order by hook`;
  return rows.map(({ hook }) => hook);
}

function tableFaults({ pair, lakeChecksums, targetChecksums }: BothSides): string[] {
  const name = fullName(pair.target);
  const [inLake, loaded] = [sumChecksums(lakeChecksums).rows, sumChecksums(targetChecksums).rows];
  if (loaded !== inLake || inLake !== pair.lake.rows) {
    return [
      `'${name}' has ${loaded} rows, its file in the lake ${inLake}, lake.json says ${pair.lake.rows}`,
    ];
  }
  const seasons = differingSeasons(lakeChecksums, targetChecksums);
  if (seasons.length === 0) return [];
  const shown = seasons.slice(0, MOST_SEASONS).map((season) => season ?? 'all rows');
  const more = seasons.length > MOST_SEASONS ? ` and ${seasons.length - MOST_SEASONS} more` : '';
  return [`'${name}' has other rows than its file in the lake (${shown.join(', ')}${more})`];
}
