import { validate } from '@readme/openapi-parser';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { serveOneRace } from './served.js';

const served = serveOneRace();

const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ summary: z.string() }))),
});

async function document() {
  const response = await fetch(`${served.url}/openapi.json`);
  return documentSchema.parse(await response.json());
}

test('the OpenAPI document is valid', async () => {
  const result = await validate(structuredClone(await document()) as never);
  expect(result).toMatchObject({ valid: true, warnings: [] });
});

test('it names every route that a client may use, each with a summary', async () => {
  const { paths } = await document();
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(routes.sort()).toEqual([
    'delete /api/v1/runs/{id}',
    'get /api/v1/constructors/standings/current',
    'get /api/v1/diff',
    'get /api/v1/drivers/standings/current',
    'get /api/v1/history',
    'get /api/v1/lineage/{table}',
    'get /api/v1/lyzer/overview',
    'get /api/v1/overview',
    'get /api/v1/plots/{plot}',
    'get /api/v1/query',
    'get /api/v1/races/current',
    'get /api/v1/results/current/{round}',
    'get /api/v1/runs',
    'get /api/v1/runs/{id}',
    'get /api/v1/runs/{id}/events',
    'get /api/v1/seasons/{season}/progress',
    'get /api/v1/seasons/{season}/rounds/{round}/corrections',
    'get /api/v1/seasons/{season}/rounds/{round}/gaps',
    'get /api/v1/status',
    'get /api/v1/tables',
    'get /api/v1/tables/{table}',
    'get /api/v1/targets',
    'get /api/v1/targets/{target}/history',
    'get /api/v1/targets/{target}/migrations',
    'get /api/v1/trace/{table}',
    'get /health',
    'get /metrics',
    'get /ready',
    'post /api/v1/runs',
  ]);
});
