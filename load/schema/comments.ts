import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { causeText } from '../../fault/fault.js';
import { commentsOf, type TableWords } from '../../transform/models/comments.js';
import { modelDocSchema, PUBLISHED_LAYERS } from '../../transform/models/model-file.js';
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

/** The content of a view's yml. */
export const viewDocSchema = modelDocSchema.pick({ description: true, columns: true });

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
    ...views.flatMap(({ name, doc }) => tableComments('lyzer_api', name, doc)),
  ];
}

/**
 * Reads the views of schema lyzer_api by name, each with the content of its yml.
 *
 * @throws {Fault} SQL_DOC_INVALID
 */
export async function readViewDocs(): Promise<{ name: string; doc: TableWords }[]> {
  const names = (await readViews()).map(({ name }) => name).sort();
  return Promise.all(
    names.map(async (name) => ({ name, doc: await readDoc(`views/${name}.yml`, viewDocSchema) })),
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
