import type { Progress } from '../command/progress.js';
import type { DataFolder } from '../disk/data-folder.js';
import { type Lake, type LakeTable, readLake } from '../transform/lake/lake.js';
import { tableName } from '../transform/models/model-file.js';
import { readModels, SQL_FOLDER } from '../transform/models/read-models.js';
import { readTargetChecksums } from './compare/checksums.js';
import { comparePair } from './compare/compare-lake.js';
import type { Differences, Example } from './compare/compare-rows.js';
import { type ComparedTable, findRefusal, type Refusal } from './compare/find-refusal.js';
import { type LakeRows, withLakeRows } from './compare/lake-rows.js';
import { matchLake, refuseMismatch, type TablePair } from './compare/match-lake.js';
import { hasLedger, type LastLoad, readLastLoad } from './ledger.js';
import { reachTarget } from './postgres/reach-target.js';
import { type ShownTarget, showTarget, type Target } from './postgres/target.js';
import { withTarget } from './postgres/with-target.js';
import { type Session, withReadTransaction } from './postgres/with-transaction.js';
import { REMOVALS_REFUSED } from './refuse-removals.js';
import { refuseStale } from './refuse-stale.js';
import { readComments } from './schema/comments.js';
import { planMigrations } from './schema/migrate.js';
import { readMissingRights } from './schema/rights.js';
import { schemaOf } from './schema/schemas.js';
import { fullName, readTargetTables } from './schema/target-tables.js';
import { findOldViews, readViews } from './schema/views.js';
import { findOldComments } from './schema/write-comments.js';
import { prefetch } from './write/prefetch.js';

/** Of each kind, per table. */
const SOME_EXAMPLES = 8;
const MOST_EXAMPLES = 1000;

/** What to plan, and for where. */
export type PlanOptions = {
  readonly data: DataFolder;
  /** The embedded Postgres when left out. */
  readonly target?: Target | undefined;
  /** The snapshot whose lake to compare with the target; the current lake when left out. */
  readonly snapshot?: string | undefined;
  /** Plan with the current lake even when a transform would make another one. */
  readonly staleOk?: boolean | undefined;
  /** Name up to 1,000 rows of each kind per table, instead of 8. */
  readonly all?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** What a load would do to one table. */
export type TablePlan = {
  readonly schema: string;
  readonly name: string;
  /** Of the lake. */
  readonly rows: number;
  /** New: a migration will make it. Unknown: a migration will change its columns first. */
  readonly state: 'compared' | 'new' | 'unknown';
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** To be sent to the server. */
  readonly bytes: number;
  /** The seasons in which rows were edited by hand since the last load; null: a table without seasons. */
  readonly handEdited: readonly (number | null)[];
  /** No value is Jolpica's: the rows follow from those of other tables, as standings do. */
  readonly follows: boolean;
  /** The first of each kind. */
  readonly examples: readonly Example[];
};

/** What a load would do. */
export type PlanResult = {
  readonly target: ShownTarget;
  readonly isProduction: boolean;
  readonly snapshot: string;
  /** The newest load in the ledger, null where there is none. */
  readonly lastLoad: number | null;
  readonly migrations: readonly string[];
  readonly views: readonly string[];
  /** Comments on what is there already that a load would write. */
  readonly comments: number;
  readonly missingRights: readonly string[];
  readonly tables: readonly TablePlan[];
  readonly bytes: number;
  /** Why a load is refused without --allow-removals; null: it is not. */
  readonly refusal: (Refusal & { readonly code: typeof REMOVALS_REFUSED }) | null;
  /** Whether a load would change anything. */
  readonly differs: boolean;
};

/**
 * Returns what a load would do, and changes nothing.
 *
 * @throws {Fault} as load does before it writes
 */
export async function planLoad(options: PlanOptions, progress: Progress): Promise<PlanResult> {
  const { data, signal = new AbortController().signal } = options;
  const { snapshot, staleOk, all = false } = options;
  const lake = await readLake(data.lake, snapshot);
  if (snapshot === undefined && !staleOk) await refuseStale(data, lake, options.target);
  const target = await reachTarget(data, options.target, progress);
  return withTarget(target, (sql) => {
    const session = { sql, target, signal };
    return withReadTransaction(session, async () => {
      const { pending } = await planMigrations(session);
      const schemas = new Set(lake.tables.map(({ schema }) => schemaOf(target, schema)));
      const match = matchLake(lake, await readTargetTables(sql, [...schemas]), target);
      if (pending.length === 0) refuseMismatch(match, lake, target);
      const last = (await hasLedger(session)) ? await readLastLoad(session) : undefined;
      const mostExamples = all ? MOST_EXAMPLES : SOME_EXAMPLES;
      const sourced = await readSourcedTables();
      const planning = { session, lake, last, progress, mostExamples, sourced };
      const { tables, refusal } = await planTables(planning, match, data.root);
      const views = await findOldViews(session, await readViews());
      const comments = (await findOldComments(session, await readComments())).length;
      const isSame = pending.length + views.length + comments === 0 && tables.every(isUnchanged);
      return {
        target: showTarget(target),
        isProduction: target.isProduction,
        snapshot: lake.snapshot,
        lastLoad: last?.id ?? null,
        migrations: pending.map(({ name }) => name),
        views: views.map(({ name }) => name),
        comments,
        missingRights: await readMissingRights(session, pending.length > 0),
        tables,
        bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
        refusal: refusal && { code: REMOVALS_REFUSED, ...refusal },
        differs: !isSame,
      };
    });
  });
}

type Planning = {
  readonly session: Session;
  readonly lake: Lake;
  readonly last: LastLoad | undefined;
  readonly progress: Progress;
  readonly mostExamples: number;
  /** Tables with values of Jolpica's. */
  readonly sourced: ReadonlySet<string>;
};

async function planTables(
  { session, lake, last, progress, mostExamples, sourced }: Planning,
  { pairs, unpaired }: ReturnType<typeof matchLake>,
  dataRoot: string,
): Promise<{ readonly tables: readonly TablePlan[]; readonly refusal: Refusal | null }> {
  const known = new Set(pairs.map(({ lake: table }) => table));
  const task = progress.task(
    'plan',
    lake.tables.reduce((sum, { rows }) => sum + rows, 0),
  );
  return withLakeRows(lake, dataRoot, async (rows) => {
    const checksumsOf = prefetch(pairs, ({ target }) => readTargetChecksums(session.sql, target));
    const tables: TablePlan[] = [];
    const follows = (table: LakeTable) => !sourced.has(tableName(table));
    const compared: ComparedTable[] = [];
    for (const pair of pairs) {
      session.signal.throwIfAborted();
      task.say(fullName(pair.lake));
      const options = { targetChecksums: checksumsOf(pair), last, mostExamples };
      const comparison = await comparePair(session, rows, pair, options);
      const differences = await comparison.differences;
      compared.push({ ...comparison, pair, differences });
      const plan = planPair(pair, comparison.handEdited, differences);
      tables.push({ ...plan, follows: follows(pair.lake) });
      task.step(pair.lake.rows);
    }
    for (const table of unpaired) {
      tables.push({ ...(await planUnpaired(session, rows, table)), follows: follows(table) });
      task.step(table.rows);
    }
    task.end(`${known.size + unpaired.length} tables`);
    return { tables, refusal: findRefusal(lake.snapshot, last, compared) };
  });
}

/** The names of tables with a column whose values are from a field of Jolpica's. */
async function readSourcedTables(): Promise<ReadonlySet<string>> {
  const models = await readModels(SQL_FOLDER, ['core']);
  const isSourced = ({ doc }: (typeof models)[number]) =>
    Object.values(doc.columns).some(({ source }) => source !== undefined);
  return new Set(models.filter(isSourced).map(tableName));
}

function planPair(
  { lake }: TablePair,
  handEdited: TablePlan['handEdited'],
  differences: Differences | undefined,
): Omit<TablePlan, 'follows'> {
  const { schema, name, rows: count } = lake;
  const plan = { schema, name, rows: count, state: 'compared', handEdited } as const;
  if (differences === undefined) return { ...plan, ...NOTHING };
  const { added, changed, removed, examples } = differences;
  return {
    ...plan,
    ...{ added: added.rows, changed: changed.rows, removed: removed.rows, examples },
    bytes: added.bytes + changed.bytes + removed.bytes,
  };
}

const NOTHING = { added: 0, changed: 0, removed: 0, bytes: 0, examples: [] };

async function planUnpaired(
  { sql, target }: Session,
  rows: LakeRows,
  table: LakeTable,
): Promise<Omit<TablePlan, 'follows'>> {
  const { schema, name, rows: count } = table;
  const full = fullName({ schema: schemaOf(target, schema), name });
  const [row] = await sql<{ isThere: boolean }[]>`
    select to_regclass(${full}) is not null as "isThere"`;
  const plan = { ...NOTHING, schema, name, rows: count, handEdited: [] };
  if (row?.isThere) return { ...plan, state: 'unknown' };
  const { bytes } = await rows.writeNew(table);
  return { ...plan, state: 'new', added: count, bytes };
}

function isUnchanged({ state, added, changed, removed }: TablePlan): boolean {
  return state === 'compared' && added + changed + removed === 0;
}
