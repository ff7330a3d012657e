import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { isMissing } from '../../disk/is-missing.js';
import { causeText } from '../../fault/fault.js';
import { transformFault } from '../faults.js';
import { modelDocSchema } from './model-file.js';

/** The schema of `sql/flat`, in `lyzer.duckdb` and in Postgres. */
export const FLAT_SCHEMA = 'lyzer_flat';

/** The content of a view's yml. */
export const viewDocSchema = modelDocSchema.pick({ description: true, columns: true }).extend({
  /** What people ask the view. */
  question: z.string().optional(),
  /** The SELECT that answers it. */
  answer: z.string().optional(),
});

export type ViewDoc = z.infer<typeof viewDocSchema>;

/** A view of `sql/flat`: a table with names in place of ids. */
export type FlatView = {
  readonly name: string;
  /** Path below the program's folder, with slashes; for messages. */
  readonly file: string;
  readonly sql: string;
  readonly docText: string;
  readonly doc: ViewDoc;
};

/**
 * Reads the views of `sql/flat`, sorted by name.
 *
 * @throws {Fault} MODEL_UNDOCUMENTED, MODEL_DOC_INVALID
 */
export async function readFlatViews(sqlFolder: string): Promise<FlatView[]> {
  const folder = join(sqlFolder, 'flat');
  const files: string[] = await readdir(folder).catch((error) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const names = files.filter((file) => file.endsWith('.sql')).map((file) => file.slice(0, -4));
  return Promise.all(
    names.sort().map(async (name) => {
      const docFile = `sql/flat/${name}.yml`;
      if (!files.includes(`${name}.yml`)) {
        throw transformFault(
          'MODEL_UNDOCUMENTED',
          `no '${docFile}' beside '${name}.sql'; write it`,
        );
      }
      const docText = await readFile(join(folder, `${name}.yml`), 'utf8');
      const sql = await readFile(join(folder, `${name}.sql`), 'utf8');
      const doc = parseViewDoc(docFile, docText);
      return { name, file: `sql/flat/${name}.sql`, sql, docText, doc };
    }),
  );
}

function parseViewDoc(file: string, text: string): ViewDoc {
  try {
    return viewDocSchema.parse(parse(text));
  } catch (error) {
    const why = causeText(error instanceof z.ZodError ? z.prettifyError(error) : error);
    throw transformFault(
      'MODEL_DOC_INVALID',
      `'${file}' does not describe a view (${why}); fix it`,
    );
  }
}
