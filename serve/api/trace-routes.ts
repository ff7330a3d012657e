import { relative } from 'node:path';
import pLimit from 'p-limit';
import { z } from 'zod';
import type { DataFolder } from '../../disk/data-folder.js';
import { archiveOf } from '../../extract/archive/archive.js';
import { tableName } from '../../transform/models/model-file.js';
import type { OrderedModel } from '../../transform/models/order-models.js';
import { lineageOf, readOrderedModels } from '../../transform/trace/lineage.js';
import { trace } from '../../transform/trace/trace.js';
import { answerOf } from '../access/http-fault.js';
import type { App } from '../app.js';
import { PUBLIC_HEADERS } from '../mirror/routes.js';
import { faultSchema } from './schemas.js';

/** A trace reads lists of the archive: one at a time leaves room for all else. */
const TRACES_AT_ONCE = 1;

const text = z.string().nullable();
const table = z
  .string()
  .max(100)
  .meta({ description: 'a table, without its schema', examples: ['race_result'] });

const tracedSchema = z.object({
  table: z.string(),
  snapshot: z.string(),
  rows: z
    .array(
      z.object({
        list: text.meta({ description: 'null if a correction added the row' }),
        file: text.meta({ description: 'path of the list below the archive' }),
        page: z.number().nullable().meta({ description: 'offset of the page in its list' }),
        path: text.meta({ description: 'JSON path of the row in its page' }),
        fetchedAt: text.meta({ description: 'when the list was fetched' }),
        sent: z.unknown().meta({ description: 'the row as Jolpica sent it' }),
        columns: z
          .array(z.object({ name: z.string(), value: text, field: text, raw: text }))
          .readonly(),
        corrections: z
          .array(z.object({ column: z.string(), old: text, new: text, source: z.string() }))
          .readonly(),
      }),
    )
    .readonly(),
});

const lineageSchema = z.object({
  table: z.string(),
  description: z.string(),
  origin: z
    .array(z.string())
    .nullable()
    .meta({ description: 'what names a row, to trace it; null for a table of many rows each' }),
  models: z
    .array(
      z.object({
        name: z.string(),
        layer: z.string(),
        description: z.string(),
        inputs: z.array(z.string()).readonly(),
        sql: z.string(),
      }),
    )
    .meta({ description: 'inputs first, the table itself last' }),
});

/** `/api/v1/trace` and `/api/v1/lineage`: where a row and where a table come from. */
export function traceRoutes(app: App, data: DataFolder) {
  const tags = ['tables'];
  const oneByOne = pLimit(TRACES_AT_ONCE);
  app.get(
    '/api/v1/trace/:table',
    {
      schema: {
        summary: 'Where a row comes from: list, page, what Jolpica sent, corrections',
        tags,
        params: z.object({ table }),
        querystring: z.strictObject({
          row: z
            .string()
            .min(1)
            .max(200)
            .meta({ description: 'UUID or natural key', examples: ['2021/22/max_verstappen'] }),
        }),
        response: { 200: tracedSchema, 400: faultSchema, 404: faultSchema, 503: faultSchema },
      },
    },
    ({ params, query }, reply) => {
      reply.headers(PUBLIC_HEADERS);
      return answerOf(() => oneByOne(() => traceBelow(data, params.table, query.row)));
    },
  );
  let models: Promise<OrderedModel[]> | undefined;
  app.get(
    '/api/v1/lineage/:table',
    {
      schema: {
        summary: "The models that a table is made from, down to Jolpica's pages, with their SQL",
        tags,
        params: z.object({ table }),
        response: { 200: lineageSchema, 404: faultSchema },
      },
    },
    ({ params }) =>
      answerOf(async () => {
        models ??= readOrderedModels();
        return describe(lineageOf(await models, params.table));
      }),
  );
}

/** A trace with paths that begin at the archive: no client learns where that is. */
async function traceBelow(data: DataFolder, name: string, row: string) {
  const archive = await archiveOf(data);
  const traced = await trace({ data, table: name, row });
  const rows = traced.rows.map((one) => {
    const file = one.file === null ? null : relative(archive, one.file).replaceAll('\\', '/');
    return { ...one, file };
  });
  return { ...traced, rows };
}

function describe(models: readonly OrderedModel[]) {
  const own = models.at(-1) as OrderedModel;
  return {
    table: tableName(own),
    description: own.doc.description,
    origin: own.doc.origin?.name ?? null,
    models: models.map((model) => ({
      name: tableName(model),
      layer: model.layer,
      description: model.doc.description,
      inputs: model.inputs,
      sql: model.sql,
    })),
  };
}
