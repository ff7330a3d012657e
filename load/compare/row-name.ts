import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { literal, queryRows } from '../../transform/lake/duck.js';
import type { Lake } from '../../transform/lake/lake.js';

/** What people call the thing behind an id: `2025/22`, `norris`. */
export type IdNames = ReadonlyMap<string, string>;

/** A row of a table, its values as text. */
export type TextRow = Readonly<Record<string, string | null>>;

/** How the rows of a table are called that others refer to. */
const NAMES: Readonly<Record<string, string>> = {
  race: "select id, season || '/' || round as name",
  driver: 'select driver_id as id, ref as name',
  constructor: 'select constructor_id as id, ref as name',
  base_constructor: 'select constructor_id as id, ref as name',
  circuit: 'select circuit_id as id, ref as name',
};

/** Of a row with a UUID of its own: what tells it from others, but for one driver's second car. */
const TELLING = ['race_id', 'season', 'round', 'driver_id', 'constructor_id'];

/** Reads the names of what a lake's rows refer to. */
export async function readIdNames(duck: DuckDBConnection, lake: Lake): Promise<IdNames> {
  const selects = lake.tables.flatMap(({ schema, name, file }) => {
    const select = schema === 'lyzer' ? NAMES[name] : undefined;
    return select === undefined
      ? []
      : [`${select} from read_parquet(${literal(join(lake.folder, file))})`];
  });
  if (selects.length === 0) return new Map();
  const rows = await queryRows(duck, selects.join(' union all '));
  return new Map(rows.map(({ id, name }) => [String(id), String(name)]));
}

/**
 * A row's name for people: `2025/22/norris`. What an id stands for that the lake does not know
 * any more, nobody can say: then it is the id.
 */
export function nameRow(row: TextRow, key: readonly string[], names: IdNames): string {
  const own = key.length === 1 ? row[key[0] ?? ''] : undefined;
  const known = names.get(own ?? '') ?? row.ref;
  if (known !== undefined && known !== null) return known;
  const telling = TELLING.filter((column) => typeof row[column] === 'string');
  const hasId = key.length === 1 && key[0] === 'id' && telling.length > 0;
  return [...(hasId ? telling.filter((column) => isNeeded(column, telling)) : key)]
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map((column) => row[column] ?? '-')
    .map((value) => names.get(value) ?? value)
    .join('/');
}

/** A race tells season and round, and a driver is enough. */
function isNeeded(column: string, others: readonly string[]): boolean {
  if (column === 'season' || column === 'round') return !others.includes('race_id');
  return column !== 'constructor_id' || !others.includes('driver_id');
}

/** Race and season lead, what is not in the list comes last. */
function placeOf(column: string): number {
  const place = TELLING.indexOf(column);
  return place === -1 ? TELLING.length : place;
}
