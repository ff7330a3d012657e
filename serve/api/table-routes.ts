import { z } from 'zod';
import type { LakeTable } from '../../transform/lake/lake.js';
import type { Model, ModelDoc } from '../../transform/models/model-file.js';
import { readModels, SQL_FOLDER } from '../../transform/models/read-models.js';
import { isUnchanged } from '../access/etag.js';
import type { App } from '../app.js';
import { type LakeHolder, useLake } from '../lake/lake-holder.js';
import { PUBLIC_HEADERS } from '../mirror/routes.js';
import { csvOf } from './csv.js';
import { readPage } from './read-page.js';
import { faultSchema } from './schemas.js';

const MOST_ROWS = 10_000;
const MOST_OFFSET = 100_000_000;

const columnSchema = z.object({
  name: z.string(),
  type: z.string().meta({ description: "DuckDB's name of the type" }),
  meaning: z.string().optional(),
  unit: z.string().optional(),
});

const tableSchema = z.object({
  schema: z.string(),
  name: z.string(),
  rows: z.number().int(),
  description: z.string().optional(),
  columns: z.array(columnSchema),
});

const tablesSchema = z.object({
  snapshot: z.string(),
  builtAt: z.string(),
  tables: z.array(tableSchema),
});

const rowsSchema = z.object({
  table: z.string(),
  snapshot: z.string(),
  total: z.number().int().meta({ description: 'number of rows that match, on all pages' }),
  limit: z.number().int(),
  offset: z.number().int(),
  rows: z.array(z.record(z.string(), z.unknown())),
});

const ROWS = {
  description: 'rows; for CSV their total is in the header x-total-count',
  content: { 'application/json': { schema: rowsSchema }, 'text/csv': { schema: z.string() } },
};

const querySchema = z
  .object({
    select: z.string().max(1_000).optional().meta({ description: 'columns, like `season,points`' }),
    sort: z.string().max(1_000).optional().meta({ description: 'like `-points,season`' }),
    limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(100),
    offset: z.coerce.number().int().min(0).max(MOST_OFFSET).default(0),
    format: z.enum(['json', 'csv']).default('json'),
  })
  .catchall(z.string().max(5_000));

/** `/api/v1/tables`: every table and metric of the lake. */
export async function tableRoutes(app: App, lakes: LakeHolder) {
  const models = await readModels(SQL_FOLDER);
  app.get(
    '/api/v1/tables',
    {
      schema: {
        summary: 'All tables and metrics, with the meaning of each column',
        tags: ['tables'],
        response: { 200: tablesSchema, 304: z.null(), 503: faultSchema },
      },
    },
    async (request, reply) => {
      const found = await useLake(lakes, async ({ lake, etag }) => {
        if (isUnchanged(request, etag)) return { etag };
        return { etag, body: { ...lake, tables: describeTables(lake.tables, models) } };
      });
      reply.headers({ ...PUBLIC_HEADERS, etag: found.etag, 'cache-control': 'no-cache' });
      if (!found.body) return reply.code(304).send(null);
      const { snapshot, builtAt, tables } = found.body;
      return reply.send({ snapshot, builtAt, tables });
    },
  );
  app.get(
    '/api/v1/tables/:table',
    {
      schema: {
        summary: "A table's rows: filter, sort, page; as JSON or CSV",
        description: FILTERS,
        tags: ['tables'],
        params: z.object({
          table: z
            .string()
            .max(100)
            .meta({
              description: '`race`, or with schema `lyzer.race`',
              examples: ['race', 'lyzer.race_result'],
            }),
        }),
        querystring: querySchema,
        response: {
          200: ROWS,
          304: z.null(),
          400: faultSchema,
          404: faultSchema,
          503: faultSchema,
        },
      },
    },
    async (request, reply) => {
      const { format, limit, offset, select, sort, ...filters } = request.query;
      const query = { limit, offset, select, sort, filters };
      const found = await useLake(lakes, async (view) => {
        if (isUnchanged(request, view.etag)) return { etag: view.etag };
        return { etag: view.etag, page: await readPage(view, request.params.table, query) };
      });
      reply.headers({ ...PUBLIC_HEADERS, etag: found.etag, 'cache-control': 'no-cache' });
      if (!found.page) return reply.code(304).send(null);
      const { columns, ...body } = found.page;
      if (format === 'json') return reply.send(body);
      reply.type('text/csv; charset=utf-8').header('x-total-count', body.total);
      // `as never`: the schema above can name one type per status only, JSON.
      return reply.serializer(String).send(csvOf(columns, body.rows) as never);
    },
  );
}

const FILTERS = `Every other parameter filters by a column: \`season=2024\`, or with an operator:
\`points.gte=25\`, \`position.in=1,2,3\`, \`code.null=true\` (eq, ne, gt, gte, lt, lte, in, null).`;

function describeTables(tables: readonly LakeTable[], models: readonly Model[]) {
  return tables.map(({ schema, name, rows, columns }) => {
    const doc = models.find((model) => model.schema === schema && model.name === name)?.doc;
    return {
      schema,
      name,
      rows,
      ...(doc && { description: doc.description }),
      columns: columns.map((column) => ({ ...column, ...meaningOf(doc?.columns[column.name]) })),
    };
  });
}

function meaningOf(doc: ModelDoc['columns'][string] | undefined) {
  if (!doc) return {};
  const unit = 'unit' in doc ? doc.unit : undefined;
  return { meaning: doc.meaning, ...(unit !== undefined && { unit }) };
}
