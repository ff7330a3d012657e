import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { isMissing } from '../../disk/is-missing.js';
import { causeText, type Fault } from '../../fault/fault.js';
import { transformFault } from '../faults.js';
import { severitySchema } from '../models/model-file.js';
import { findCutFile, lakeFilesSchema } from './lake-files.js';

/** Raised when this program writes a lake of another shape from the same SQL. */
export const LAKE_FORMAT = 4;

const column = z.strictObject({
  name: z.string(),
  /** DuckDB's name of the type, for example `DECIMAL(6,2)`. */
  type: z.string(),
});

const lakeTable = z.strictObject({
  schema: z.string(),
  name: z.string(),
  rows: z.number().int().nonnegative(),
  /** Of the Parquet file, within the lake's folder. */
  file: z.string(),
  columns: z.array(column),
  /** Of all rows and their order, 16 hexadecimal digits; equal on any machine with this DuckDB. */
  checksum: z.string(),
});

/** A drift of the API: how pages differ from the contract, where first, and in how many. */
const drift = z.strictObject({
  /** An `unknown` field is an addition, which the tables can do without; all else is a loss. */
  kind: z.enum(['unknown', 'missing', 'null', 'type', 'value']),
  /** JSON path of the field: `$.MRData.RaceTable.Races[0].Results[3].points`. */
  path: z.string(),
  expected: z.string(),
  /** The value, of kind `value` only. */
  found: z.string().optional(),
  list: z.string(),
  /** Offset of the page within its list. */
  page: z.number(),
  pages: z.number(),
});

/** What a check found. */
const checkResult = z.strictObject({
  name: z.string(),
  description: z.string(),
  severity: severitySchema,
  /** How many rows are faulty. */
  faults: z.number(),
  /** The first of them, in an order that is always the same. */
  examples: z.array(z.record(z.string(), z.unknown())),
});

/** What the corrections of one table did. */
const correctionsResult = z.strictObject({
  table: z.string(),
  applied: z.number(),
  /** Lines whose new value Jolpica has itself by now; not those whose row the snapshot lacks. */
  needless: z.number(),
});

/** `lake.json`: what one transform made; the tables are those that get loaded. */
export const lakeSchema = z.strictObject({
  format: z.literal(LAKE_FORMAT),
  snapshot: z.string(),
  /** Of all that decides what the tables hold: snapshot, SQL, rules, format. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  program: z.string(),
  builtAt: z.iso.datetime(),
  tables: z.array(lakeTable),
  /** All files but `lake.json`, as they were written. */
  files: lakeFilesSchema,
  /** New fields that Jolpica sends, which no table holds yet. */
  drift: z.array(drift),
  checks: z.array(checkResult),
  corrections: z.array(correctionsResult),
});

export type Drift = z.infer<typeof drift>;
export type CheckResult = z.infer<typeof checkResult>;
export type CorrectionsResult = z.infer<typeof correctionsResult>;
export type LakeTable = z.infer<typeof lakeTable>;
export type LakeFile = z.infer<typeof lakeSchema>;

/** One lake and the folder that its files are in. */
export type Lake = LakeFile & { readonly folder: string };

/**
 * The DuckDB file within a lake's folder. DuckDB calls a database after its file, and a
 * database `lyzer` with a schema `lyzer` could not tell which of both `lyzer.race` means:
 * so the core tables lie in its main schema, and `race` and `lyzer.race` both name one.
 */
export const LAKE_DATABASE = 'lyzer.duckdb';

/** The snapshot of the lake that is current, or undefined where there is none. */
export async function readLakeHead(lakeFolder: string): Promise<string | undefined> {
  const head = await readText(join(lakeFolder, 'HEAD'));
  // A file that was cut to nothing names no lake.
  return head?.trim() || undefined;
}

/**
 * Reads what the lake of a snapshot holds, of the current one unless `snapshot` is given.
 *
 * @throws {Fault} LAKE_EMPTY, LAKE_DAMAGED
 */
export async function readLake(lakeFolder: string, snapshot?: string): Promise<Lake> {
  const wanted = snapshot ?? (await readLakeHead(lakeFolder));
  if (wanted === undefined) {
    throw transformFault('LAKE_EMPTY', `no lake in '${lakeFolder}'; run 'npm run transform' first`);
  }
  const lake = await findLake(lakeFolder, wanted);
  if (lake === undefined) {
    const remedy = `run 'npm run transform -- --snapshot ${wanted}'`;
    throw transformFault(
      'LAKE_EMPTY',
      `no lake of snapshot '${wanted}' in '${lakeFolder}'; ${remedy}`,
    );
  }
  return lake;
}

/**
 * The lake of a snapshot, or undefined when it was not made yet. All its files are there, with
 * the sizes that were written; their bytes are checked by transform.
 *
 * @throws {Fault} LAKE_DAMAGED
 */
export async function findLake(lakeFolder: string, snapshot: string): Promise<Lake | undefined> {
  // It may come from outside: nothing but a plain name may become part of a path.
  if (!/^[\w-]+$/.test(snapshot)) return undefined;
  const folder = join(lakeFolder, snapshot);
  const file = join(folder, 'lake.json');
  const text = await readText(file);
  if (text === undefined) return undefined;
  const lake = await parseLake(text, folder);
  const damage = await findCutFile(folder, lake.files);
  if (damage !== undefined) throw await damagedLake(damage, folder);
  return { ...lake, folder };
}

async function parseLake(text: string, folder: string): Promise<LakeFile> {
  try {
    return lakeSchema.parse(JSON.parse(text));
  } catch (error) {
    const why = causeText(error instanceof z.ZodError ? z.prettifyError(error) : error);
    const file = join(folder, 'lake.json');
    throw await damagedLake(`'${file}' is not a lake of this version (${why})`, folder);
  }
}

/** The fault to throw when the lake in `folder` cannot be read; `what` names the file. */
export async function damagedLake(what: string, folder: string): Promise<Fault> {
  const snapshot = basename(folder);
  const isCurrent = (await readLakeHead(dirname(folder))) === snapshot;
  const command = `npm run transform${isCurrent ? '' : ` -- --snapshot ${snapshot}`}`;
  return transformFault('LAKE_DAMAGED', `${what}; run '${command}' to make the lake anew`);
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw transformFault(
      'LAKE_DAMAGED',
      `cannot read '${file}' (${causeText(error)}); make it readable`,
    );
  }
}
