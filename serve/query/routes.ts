import { join } from 'node:path';
import { z } from 'zod';
import { LAKE_DATABASE } from '../../transform/lake/lake.js';
import { isUnchanged } from '../access/etag.js';
import type { Gate } from '../access/gate.js';
import { httpFault } from '../access/http-fault.js';
import { faultSchema } from '../api/schemas.js';
import type { App } from '../app.js';
import { type LakeHolder, useLake } from '../lake/lake-holder.js';
import { openQueryPool } from './query-pool.js';

const MOST_SQL_CHARS = 10_000;

const answerSchema = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.record(z.string(), z.unknown())),
});
const ANSWER = {
  description: 'all rows; numbers of more than 15 digits are text',
  content: { 'application/json': { schema: answerSchema }, 'text/csv': { schema: z.string() } },
};
const TYPES = { json: 'application/json; charset=utf-8', csv: 'text/csv; charset=utf-8' };

/** How long a query may take, and as long again for sending its answer. */
export type QueryLimits = { readonly withinMs: number };

/** `/api/v1/query`: SQL for clients with a token, if the server was started with `--query`. */
export function queryRoutes(
  app: App,
  lakes: LakeHolder,
  gate: Gate,
  options: QueryLimits | undefined,
) {
  const withinMs = options?.withinMs ?? 0;
  const pool = openQueryPool(withinMs);
  app.addHook('onClose', () => pool.close());
  app.get(
    '/api/v1/query',
    {
      onRequest: async (request) => {
        if (!options) {
          throw httpFault('QUERY_OFF', "SQL is off; start with 'serve --query'");
        }
        await gate.tokenOf(request, 'read');
      },
      schema: {
        summary: "One SELECT in DuckDB's SQL; as JSON or CSV",
        description: LIMITS,
        tags: ['tables'],
        security: [{ token: [] }],
        querystring: z.strictObject({
          sql: z
            .string()
            .max(MOST_SQL_CHARS)
            .meta({ examples: ['select race_name from race where season = 2024 order by round'] }),
          format: z.enum(['json', 'csv']).default('json'),
        }),
        response: {
          200: ANSWER,
          304: z.null(),
          400: faultSchema,
          401: faultSchema,
          403: faultSchema,
          422: faultSchema,
          503: faultSchema,
        },
      },
    },
    async (request, reply) => {
      const { sql, format } = request.query;
      const over = new AbortController();
      reply.raw.once('close', () => over.abort());
      const found = await useLake(lakes, async ({ etag, lake }) => {
        if (isUnchanged(request, etag)) return { etag };
        const file = join(lake.folder, LAKE_DATABASE);
        return { etag, body: await pool.ask({ file, sql, format }, over.signal) };
      });
      // For the token's owner only, never for a shared cache.
      reply.headers({ etag: found.etag, 'cache-control': 'private, no-cache' });
      if (!found.body) return reply.code(304).send(null);
      // A client that reads too slowly would block other queries.
      const late = setTimeout(() => reply.raw.destroy(), withinMs);
      over.signal.addEventListener('abort', () => clearTimeout(late));
      return reply.type(TYPES[format]).send(found.body as never);
    },
  );
}

const LIMITS = `Off unless the server was started with \`--query\`. At most 100,000 rows, 16 MB and
10 s; two queries at a time, others get a 503 with \`Retry-After\`. A larger answer is refused, never cut.`;
