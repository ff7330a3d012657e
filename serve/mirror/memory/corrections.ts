import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../../../disk/data-folder.js';
import type { Json } from '../../../extract/archive/page.js';
import { modelDocSchema } from '../../../transform/models/model-file.js';
import { SQL_FOLDER } from '../../../transform/models/read-models.js';
import { ROW } from '../../../transform/row-line.js';
import { readCsv } from './read-csv.js';

/** The corrections of what Jolpica has wrong and history settles. */
export const CORRECTIONS_FOLDER = join(PROGRAM_FOLDER, 'data', 'corrections');

/** One value of one row: where it is in Jolpica's JSON, and what it was and should be. */
type Correction = {
  readonly path: readonly string[];
  readonly old: string | null;
  readonly new: string | null;
};

/** Rows are named by resource and natural key (`results 1950/Belgian Grand Prix/claes/24/lago`). */
export type Corrections = {
  readonly values: ReadonlyMap<string, readonly Correction[]>;
  readonly removed: ReadonlySet<string>;
  /** By resource and race (`results 1966/German Grand Prix`); their values are in `values`. */
  readonly added: ReadonlyMap<string, readonly AddedRow[]>;
  /** The fields of a row by resource, in Jolpica's order. */
  readonly orders: ReadonlyMap<string, readonly string[]>;
};

/** A row that Jolpica lacks, with the fields of its key. */
export type AddedRow = { readonly name: string; readonly lap: string | null; readonly row: Json };

/** Gives the whole object of a driver or constructor, as answers have it. */
export type FindObject = (name: string, id: string) => Json | undefined;

const text = z.string().nullable();
const lineSchema = z.looseObject({ column: z.string(), old: text, new: text });

/** A table's rows in Jolpica's answers, as its yml has them. */
type Fields = {
  readonly resource: string;
  readonly key: readonly string[];
  readonly pathOf: ReadonlyMap<string, readonly string[]>;
  /** Columns that hold natural keys (`driver/alesi`). */
  readonly ids: ReadonlySet<string>;
};

/**
 * Reads the files of corrections, each named after its table. The table's yml says of each column
 * from which field of Jolpica's answers it comes; a column without one is in no answer.
 */
export async function readCorrections(folder: string): Promise<Corrections> {
  const files = await readdir(folder).catch((): string[] => []);
  const values = new Map<string, Correction[]>();
  const removed = new Set<string>();
  const added = new Map<string, AddedRow[]>();
  const orders = new Map<string, readonly string[]>();
  for (const file of files.filter((name) => name.endsWith('.csv'))) {
    const fields = await readFields(file.replace(/\.csv$/, ''));
    const { resource } = fields;
    // A lap's place is its last field, as a field that is set anew is.
    if (resource !== 'laps') orders.set(resource, fieldsOf(fields));
    for (const line of await readCsv(join(folder, file), lineSchema)) {
      const key = fields.key.map((column) => refOf(z.string().parse(line[column]))).join('/');
      const name = `${resource} ${key}`;
      const path = fields.pathOf.get(line.column);
      if (line.column === ROW && line.new === null) removed.add(name);
      else if (line.column === ROW) {
        const [season, race] = key.split('/');
        const row = keyRow(fields, line);
        push(added, `${resource} ${season}/${race}`, { name, lap: textOf(line.lap), row });
      } else if (path !== undefined) {
        const wordOf = (value: string | null) =>
          fields.ids.has(line.column) ? refOf(value) : value;
        push(values, name, { path, old: wordOf(line.old), new: wordOf(line.new) });
      }
    }
  }
  return { values, removed, added, orders };
}

function fieldsOf({ pathOf }: Fields): string[] {
  return [...new Set([...pathOf.values()].flatMap(([name]) => name ?? []))];
}

function push<Value>(map: Map<string, Value[]>, name: string, value: Value) {
  map.set(name, [...(map.get(name) ?? []), value]);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The fields of a row that its key has: driver and stop of a pit stop, none of a result. */
function keyRow({ key, pathOf }: Fields, line: z.infer<typeof lineSchema>): Json {
  const known = key.flatMap((column) => {
    const [name, ...rest] = pathOf.get(column) ?? [];
    return name === undefined || rest.length > 0 ? [] : [[name, refOf(textOf(line[column]))]];
  });
  return Object.fromEntries(known) as Json;
}

async function readFields(table: string): Promise<Fields> {
  const yml = await readFile(join(SQL_FOLDER, 'core', `${table}.yml`), 'utf8');
  const { columns, key } = modelDocSchema.parse(parse(yml));
  const sources = Object.entries(columns).flatMap(([name, { source }]) =>
    source === undefined ? [] : [{ name, parts: source.split('.') }],
  );
  const resource = sources[0]?.parts[0] ?? '';
  // A row lies in its race's list; a lap time in one list more: `laps.Timings.time`.
  const depth = resource === 'laps' ? 2 : 1;
  const pathOf = new Map<string, readonly string[]>();
  const taken = new Set<string>();
  for (const { name, parts } of sources) {
    // Of two columns made from one field (`time`, `millis`) the first has it word for word.
    if (parts.length > depth && !taken.has(parts.join())) pathOf.set(name, parts.slice(depth));
    taken.add(parts.join());
  }
  const ids = Object.entries(columns).filter(([, { type }]) => type === 'uuid');
  return { resource, key, pathOf, ids: new Set(ids.map(([name]) => name)) };
}

/**
 * A row as it should be: the row itself where there are no corrections for it. A value that is
 * not the old one any more has been corrected by Jolpica.
 */
export function correctRow(
  { values, orders }: Corrections,
  name: string,
  row: Json,
  findObject: FindObject,
): Json {
  const found = values.get(name) ?? [];
  const findAny = (kind: string, id: string) =>
    findObject(kind, id) ?? addedObject(values, kind, id, findObject);
  const made = found.reduce((so, correction) => corrected(so, correction, findAny), row);
  const order = orders.get(name.split(' ')[0] ?? '');
  if (made === row || order === undefined) return made;
  const place = (field: string) => (order.indexOf(field) + order.length) % order.length;
  return Object.fromEntries(Object.entries(made).toSorted(([a], [b]) => place(a) - place(b)));
}

/** A driver whom Jolpica lacks, of the lines that add him. */
function addedObject(
  values: Corrections['values'],
  kind: string,
  id: string,
  findObject: FindObject,
): Json | undefined {
  const found = values.get(`${kind.toLowerCase()}s ${id}`);
  return found?.reduce((so, correction) => corrected(so, correction, findObject), {} as Json);
}

function corrected(row: Json, correction: Correction, findObject: FindObject): Json {
  const [name = '', ...rest] = correction.path;
  if (rest.length === 0) return withValue(row, name, correction);
  const inner = (row[name] ?? {}) as Json;
  const made = corrected(inner, { ...correction, path: rest }, findObject);
  if (made === inner) return row;
  // Another driver has another name and birthday too.
  const isOther = rest.length === 1 && rest[0]?.endsWith('Id');
  const whole = isOther ? findObject(name, String(correction.new)) : undefined;
  if (Object.keys(made).length > 0) return { ...row, [name]: whole ?? made };
  const { [name]: _, ...without } = row;
  return without;
}

function withValue(row: Json, name: string, correction: Correction): Json {
  if ((row[name] ?? null) !== correction.old) return row;
  if (correction.new !== null) return { ...row, [name]: correction.new };
  const { [name]: _, ...without } = row;
  return without;
}

/** `alesi` of `driver/alesi`, `2001/Hungarian Grand Prix` of a race; a number is itself. */
function refOf<Value extends string | null>(value: Value) {
  return value === null ? null : value.replace(/^[a-z_]+\//, '');
}
