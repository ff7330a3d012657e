import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { causeText } from '../../fault/fault.js';
import { commentsOf, type TableWords } from '../../transform/models/comments.js';
import { PUBLISHED_LAYERS } from '../../transform/models/model-file.js';
import { type ViewDoc, viewDocSchema } from '../../transform/models/read-flat-views.js';
import { readModels, SQL_FOLDER } from '../../transform/models/read-models.js';
import { loadFault } from '../faults.js';
import { readViews } from './views.js';

/** A comment on a schema, table, view or column. */
export type Comment = {
  readonly schema: string;
  readonly name?: string;
  readonly column?: string;
  readonly text: string;
};

const schemasSchema = z.record(
  z.string(),
  z.strictObject({
    description: z.string(),
    tables: z.record(z.string(), viewDocSchema).optional(),
  }),
);

/**
 * Reads the comments for our schemas, tables, views and columns from the ymls.
 *
 * @throws {Fault} SQL_DOC_INVALID; as readModels does
 */
export async function readComments(): Promise<Comment[]> {
  const [models, views, schemas] = await Promise.all([
    readModels(SQL_FOLDER, PUBLISHED_LAYERS),
    readViewDocs(),
    readDoc('schemas.yml', schemasSchema),
  ]);
  return [
    ...Object.entries(schemas).map(([schema, { description }]) => ({ schema, text: description })),
    ...Object.entries(schemas).flatMap(([schema, { tables = {} }]) =>
      Object.entries(tables).flatMap(([name, doc]) => tableComments(schema, name, doc)),
    ),
    ...models.flatMap(({ schema, name, doc }) => tableComments(schema, name, doc)),
    ...views.flatMap(({ schema, name, doc }) => tableComments(schema, name, doc)),
  ];
}

/**
 * Reads the views by schema and name, each with the content of its yml.
 *
 * @throws {Fault} SQL_DOC_INVALID
 */
export async function readViewDocs(): Promise<{ schema: string; name: string; doc: ViewDoc }[]> {
  const views = (await readViews()).sort((a, b) => (a.file < b.file ? -1 : 1));
  return Promise.all(
    views.map(async ({ schema, name, file }) => {
      const doc = await readDoc(file.replace(/^sql\/(.+)sql$/, '$1yml'), viewDocSchema);
      return { schema, name, doc };
    }),
  );
}

function tableComments(schema: string, name: string, words: TableWords): Comment[] {
  return commentsOf(words).map((comment) => ({ schema, name, ...comment }));
}

async function readDoc<Schema extends z.ZodType>(file: string, schema: Schema) {
  try {
    return schema.parse(parse(await readFile(join(SQL_FOLDER, file), 'utf8')));
  } catch (error) {
    const why = causeText(error instanceof z.ZodError ? z.prettifyError(error) : error);
    throw loadFault('SQL_DOC_INVALID', `'sql/${file}' is not valid (${why}); fix it`);
  }
}
