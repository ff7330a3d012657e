import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DataFolder } from '../../disk/data-folder.js';
import { archiveOf, readSnapshot, versionFile } from '../../extract/archive/archive.js';
import { scopeOf } from '../../extract/archive/scope.js';
import type { Snapshot } from '../../extract/archive/snapshot.js';
import { archiveVariables } from '../archive-variables.js';
import { transformFault } from '../faults.js';
import { literal, queryRows, withDuck } from '../lake/duck.js';
import { LAKE_DATABASE, readLake } from '../lake/lake.js';
import { tableName } from '../models/model-file.js';
import { modelsBehind, type OrderedModel, orderModels } from '../models/order-models.js';
import { SQL_FOLDER } from '../models/read-models.js';
import { prepareDatabase, setVariables } from '../models/run-models.js';
import { LEDGERS, readProgram } from '../read-program.js';
import { rawValue, readRawRow } from './raw-row.js';
import { type Named, parseName, type TracedModel } from './trace-key.js';
import { type CorrectionLine, type FoundRow, findAddedRows, findRows } from './trace-rows.js';

export type TraceOptions = {
  readonly data: DataFolder;
  /** A table of core: `race_result`. */
  readonly table: string;
  /** A UUID or the natural key: `2021/22/max_verstappen`. Fewer parts name several rows. */
  readonly row: string;
};

export type TraceResult = {
  readonly table: string;
  readonly snapshot: string;
  readonly rows: readonly TracedRow[];
};

export type TracedRow = {
  /** Null if Jolpica lacks the row and a correction added it; then so is all up to `sent`. */
  readonly list: string | null;
  readonly file: string | null;
  /** Offset of the page within its list. */
  readonly page: number | null;
  /** JSON path of the row within the page. */
  readonly path: string | null;
  /** When this version of the list was first fetched. */
  readonly fetchedAt: string | null;
  /** The row as Jolpica sent it. */
  readonly sent: unknown;
  readonly columns: readonly TracedColumn[];
  readonly corrections: readonly CorrectionLine[];
};

export type TracedColumn = {
  readonly name: string;
  readonly value: string | null;
  /** The field of the row that the value comes from; null if it is computed. */
  readonly field: string | null;
  /** The field's value as Jolpica sent it. */
  readonly raw: string | null;
};

const NO_FIELD = { field: null, raw: null };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const INDEXES = ['race_index', 'lap_index', 'row_index'];

/**
 * Returns where rows of core come from: snapshot, list, file, page, place in the page, what
 * Jolpica sent, and the corrections that changed them.
 *
 * @throws {Fault} TABLE_UNKNOWN, ROW_UNKNOWN; as readLake, readSnapshot and readProgram do
 */
export async function trace({ data, table, row }: TraceOptions): Promise<TraceResult> {
  const lake = await readLake(data.lake);
  const archive = await archiveOf(data);
  const snapshot = await readSnapshot(archive, lake.snapshot);
  return withDuck(':memory:', {}, async ([connection]) => {
    const { models, functions } = await readProgram(SQL_FOLDER);
    await prepareDatabase(connection, functions);
    const ordered = await orderModels(models, connection);
    const model = findModel(ordered, table);
    await connection.run(`attach ${literal(join(lake.folder, LAKE_DATABASE))} as lake (read_only)`);
    const wanted = UUID.test(row) ? row : await withRaceName(connection, parseName(model, row));
    const near = typeof wanted === 'string' ? snapshot : nearLists(snapshot, wanted);
    await setVariables(connection, archiveVariables(archive, near, LEDGERS));
    const staged = await makeViews(connection, ordered, model.origin.from);
    const indexes = INDEXES.filter((name) => name in staged.doc.columns);
    const ledger = join(LEDGERS.corrections, `${model.name}.csv`);
    const found = [
      ...(await findRows(connection, model, wanted, indexes, ledger)),
      ...(await findAddedRows(connection, model, wanted, ledger)),
    ];
    if (found.length === 0) {
      const remedy = `see 'npm run query -- "select * from ${model.name}"'`;
      const what = `no row '${row}' in '${tableName(model)}', '${model.origin.name.join('/')}' was expected`;
      throw transformFault('ROW_UNKNOWN', `${what}; ${remedy}`);
    }
    const rows = await Promise.all(found.map((one) => traced(model, one, archive, snapshot)));
    return { table: tableName(model), snapshot: snapshot.id, rows };
  });
}

function findModel(models: readonly OrderedModel[], table: string): TracedModel {
  const name = table.replace(/^lyzer(_metrics)?\./, '');
  const model = models.find((one) => one.name === name);
  if (model?.doc.origin) return { ...model, origin: model.doc.origin };
  const known = models.filter(({ doc }) => doc.origin).map((one) => one.name);
  const reads = model && `it is computed from '${model.inputs.join("', '")}'`;
  throw transformFault(
    'TABLE_UNKNOWN',
    `the rows of '${table}' cannot be traced (${reads ?? 'there is no such table'}); ` +
      `trace one of ${known.sort().join(', ')}`,
  );
}

/** Replaces the round by the race's name: rounds move when a calendar changes, names do not. */
async function withRaceName(connection: DuckDBConnection, named: Named): Promise<Named> {
  const [season, round] = [named.get('season'), named.get('round')];
  if (season === undefined || round === undefined) return named;
  const rows = await queryRows(
    connection,
    `select race_name from lake.main.race where season::varchar = ${literal(season)}
     and round::varchar = ${literal(round)}`,
  );
  const race = rows[0]?.race_name;
  if (race === undefined) {
    throw transformFault('ROW_UNKNOWN', `no race '${season}/${round}' in the lake; name another`);
  }
  const { round: _, ...others } = Object.fromEntries(named);
  return new Map(Object.entries({ ...others, race_name: String(race) }));
}

/** Leaves out lists of other seasons: they cannot contain the row. */
function nearLists(snapshot: Snapshot, named: Named): Snapshot {
  const season = named.get('season');
  if (season === undefined) return snapshot;
  const lists = Object.entries(snapshot.lists).filter(([list]) => {
    const scope = scopeOf(list);
    return scope.season === undefined || scope.season === Number(season);
  });
  return { ...snapshot, lists: Object.fromEntries(lists) };
}

/** Makes views of a model of staging and of the models that it reads. */
async function makeViews(
  connection: DuckDBConnection,
  models: readonly OrderedModel[],
  wanted: string,
): Promise<OrderedModel> {
  const chosen = modelsBehind(models, wanted);
  for (const model of chosen) {
    await connection.run(`create view ${tableName(model)} as\n${model.sql}`);
  }
  return chosen.at(-1) as OrderedModel;
}

async function traced(
  model: TracedModel,
  { from, values, corrections }: FoundRow,
  archive: string,
  snapshot: Snapshot,
): Promise<TracedRow> {
  const columnsOf = (read: (source: string) => Pick<TracedColumn, 'field' | 'raw'>) =>
    Object.entries(model.doc.columns).map(([name, { source }]) => ({
      name,
      value: values[name] ?? null,
      ...(source ? read(source) : NO_FIELD),
    }));
  if (from === null) {
    const columns = columnsOf(() => NO_FIELD);
    const nowhere = { list: null, file: null, page: null, path: null, fetchedAt: null, sent: null };
    return { ...nowhere, columns, corrections };
  }
  const { list, page } = from;
  const { version = '', fetchedAt = null } = snapshot.lists[list] ?? {};
  const row = await readRawRow(archive, { ...from, version });
  const columns = columnsOf((source) => rawValue(row, source));
  const file = versionFile(archive, list, version);
  const place = { list, file, page, path: row.path, fetchedAt, sent: row.scopes[0] };
  return { ...place, columns, corrections };
}
