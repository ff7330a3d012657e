import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../../../disk/data-folder.js';
import type { Json } from '../../../extract/archive/page.js';
import { modelDocSchema } from '../../../transform/models/model-file.js';
import { SQL_FOLDER } from '../../../transform/models/read-models.js';
import { readCsv } from './read-csv.js';

/** The corrections of what Jolpica has wrong and history settles. */
export const CORRECTIONS_FOLDER = join(PROGRAM_FOLDER, 'data', 'corrections');

/** One value of one row: where it is in Jolpica's JSON, and what it was and should be. */
type Correction = {
  readonly path: readonly string[];
  readonly old: string | null;
  readonly new: string | null;
};

/** By resource and natural key (`results 1950/Belgian Grand Prix/claes/24/lago`). */
export type Corrections = ReadonlyMap<string, readonly Correction[]>;

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
  const corrections = new Map<string, Correction[]>();
  for (const file of files.filter((name) => name.endsWith('.csv'))) {
    const fields = await readFields(file.replace(/\.csv$/, ''));
    for (const line of await readCsv(join(folder, file), lineSchema)) {
      const path = fields.pathOf.get(line.column);
      if (path === undefined) continue;
      const wordOf = (value: string | null) => (fields.ids.has(line.column) ? refOf(value) : value);
      const key = fields.key.map((column) => refOf(z.string().parse(line[column]))).join('/');
      const name = `${fields.resource} ${key}`;
      const correction = { path, old: wordOf(line.old), new: wordOf(line.new) };
      corrections.set(name, [...(corrections.get(name) ?? []), correction]);
    }
  }
  return corrections;
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
  corrections: Corrections,
  name: string,
  row: Json,
  findObject: FindObject,
): Json {
  const found = corrections.get(name) ?? [];
  return found.reduce((made, correction) => corrected(made, correction, findObject), row);
}

function corrected(row: Json, correction: Correction, findObject: FindObject): Json {
  const [name = '', ...rest] = correction.path;
  if (rest.length === 0) return withValue(row, name, correction);
  const inner = row[name];
  if (typeof inner !== 'object' || inner === null) return row;
  const made = corrected(inner as Json, { ...correction, path: rest }, findObject);
  // Another driver has another name and birthday too.
  const isOther = made !== inner && rest.length === 1 && rest[0]?.endsWith('Id');
  const whole = isOther ? findObject(name, String(correction.new)) : undefined;
  return made === inner ? row : { ...row, [name]: whole ?? made };
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
