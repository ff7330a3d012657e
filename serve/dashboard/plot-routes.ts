import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { isUnchanged } from '../access/etag.js';
import { httpFault } from '../access/http-fault.js';
import { csvOf } from '../api/csv.js';
import { faultSchema, round, season } from '../api/schemas.js';
import type { App } from '../app.js';
import { type LakeHolder, useLake } from '../lake/lake-holder.js';
import { PUBLIC_HEADERS } from '../mirror/routes.js';

const FOLDER = join(PROGRAM_FOLDER, 'serve', 'dashboard', 'plots');

const parameters = {
  season: season.optional(),
  round: round.optional(),
  driver: z.string().max(100).optional().meta({ description: 'like `max_verstappen`' }),
  text: z.string().max(100).optional().meta({ description: 'words to look for' }),
};

const querySchema = z.strictObject({
  ...parameters,
  format: z.enum(['json', 'csv']).default('json'),
});

const rowsSchema = z.object({
  plot: z.string(),
  snapshot: z.string(),
  sql: z.string(),
  rows: z.array(z.record(z.string(), z.unknown())),
});

const ROWS = {
  description: 'the rows of a plot, and the SQL that made them',
  content: { 'application/json': { schema: rowsSchema }, 'text/csv': { schema: z.string() } },
};

type Parameter = keyof typeof parameters;
type Plot = { readonly sql: string; readonly parameters: readonly Parameter[] };

/** `/api/v1/plots`: what the pages show, each from one file of SQL. */
export function plotRoutes(app: App, lakes: LakeHolder) {
  const plots = readPlots();
  app.get(
    '/api/v1/plots/:plot',
    {
      schema: {
        summary: 'The rows of one plot of the pages, as JSON with its SQL or as CSV',
        description: `Plots and their parameters: ${described(plots)}.`,
        tags: ['dashboard'],
        params: z.object({
          plot: z
            .string()
            .max(100)
            .meta({ examples: ['race-lap-chart'] }),
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
      const { params, query } = request;
      const plot = plots.get(params.plot);
      if (!plot) {
        throw httpFault('PLOT_UNKNOWN', `no plot '${params.plot}'; '/docs' names all`);
      }
      const values = valuesOf(plot, query);
      const found = await useLake(lakes, async ({ lake, etag, query: ask }) => {
        if (isUnchanged(request, etag)) return { etag };
        return { etag, snapshot: lake.snapshot, rows: await ask(plot.sql, values) };
      });
      const { etag, snapshot, rows } = found;
      reply.headers({ ...PUBLIC_HEADERS, etag, 'cache-control': 'no-cache' });
      if (!rows) return reply.code(304).send(null);
      if (query.format === 'json') {
        return reply.send({ plot: params.plot, snapshot, sql: plot.sql, rows });
      }
      reply.type('text/csv; charset=utf-8');
      // `as never`: the schema above can name one type per status only, JSON.
      return reply.serializer(String).send(csvOf(Object.keys(rows[0] ?? {}), rows) as never);
    },
  );
}

/** The values that a plot takes. One that is missing would be null, and find nothing. */
function valuesOf({ parameters }: Plot, query: z.infer<typeof querySchema>) {
  const values: Record<string, string | number> = {};
  for (const name of parameters) {
    const value = query[name];
    if (value === undefined) {
      throw httpFault('REQUEST_INVALID', `this plot needs '${parameters.join("', '")}'; give all`);
    }
    values[name] = value;
  }
  return values;
}

function readPlots(): Map<string, Plot> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.sql'));
  return new Map(
    files.sort().map((file) => {
      const sql = readFileSync(join(FOLDER, file), 'utf8');
      const names = Object.keys(parameters) as Parameter[];
      const used = names.filter((name) => new RegExp(`\\$${name}\\b`).test(sql));
      return [file.replace(/\.sql$/, ''), { sql, parameters: used }];
    }),
  );
}

function described(plots: ReadonlyMap<string, Plot>): string {
  return [...plots].map(([name, plot]) => `\`${name}\` (${plot.parameters.join(', ')})`).join(', ');
}
