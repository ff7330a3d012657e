import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { isNoSession } from '../../extract/archive/alpha-page.js';
import { pageOffset } from '../../extract/archive/page.js';
import { readBodies } from '../../extract/archive/read-pages.js';
import { isAlpha, RESOURCES, type Resource, resourceOf } from '../../extract/archive/resource.js';
import type { Snapshot } from '../../extract/archive/snapshot.js';
import { describeDrift } from '../checks/describe-findings.js';
import { transformFault } from '../faults.js';
import { queryRows } from '../lake/duck.js';
import type { Drift } from '../lake/lake.js';
import { breachesOf, generalPath, sampleOf } from './contract.js';

const shapeRow = z.object({
  shape: z.string(),
  list: z.string(),
  body: z.string(),
  pages: z.coerce.number(),
});

/**
 * Compares the shape of every page of the archive with the contract. DuckDB returns the few
 * distinct shapes, which is faster than reading the rows. A shape does not show a field that only
 * some rows of a page lack: the macro `sent` fails on those, see findLosses.
 *
 * @param connection knows the file lists, see archive-variables.ts
 */
export async function findDrift(connection: DuckDBConnection): Promise<Drift[]> {
  const drift: Drift[] = [];
  for (const resource of RESOURCES) {
    const rows = await queryRows(
      connection,
      `select
         json_structure(json) as shape,
         list_name(min(filename)) as list,
         arg_min(json, filename) as body,
         count(*) as pages
       from read_ndjson_objects(
         getvariable('${resource}_files'), filename = true, maximum_object_size = 1048576)
       group by shape`,
    );
    for (const row of z.array(shapeRow).parse(rows)) drift.push(...driftOfShape(resource, row));
  }
  return merged(drift);
}

function driftOfShape(resource: Resource, row: z.infer<typeof shapeRow>): Drift[] {
  const { shape, list, body, pages } = row;
  const example = JSON.parse(body);
  if (isAlpha(resource) && isNoSession(example)) return [];
  const breaches = breachesOf(resource, sampleOf(JSON.parse(shape)));
  if (breaches.length === 0) return [];
  // The example page gives the exact place; a shape has one row per list only.
  const exact = breachesOf(resource, example);
  const page = pageOffset(list, example);
  return breaches.map((breach) => {
    const same = exact.find(({ path }) => generalPath(path) === generalPath(breach.path));
    return { ...breach, path: same?.path ?? breach.path, list, page, pages };
  });
}

/** Compares page by page, and returns what the archive lacks. Exact, but slow. */
export async function findLosses(archive: string, snapshot: Snapshot): Promise<Drift[]> {
  const losses: Drift[] = [];
  for (const [list, { version }] of Object.entries(snapshot.lists)) {
    for await (const body of readBodies(archive, list, version)) {
      const json = JSON.parse(body.toString('utf8'));
      const page = pageOffset(list, json);
      const breaches = breachesOf(resourceOf(list), json).filter(({ kind }) =>
        isLoss({ kind, list }),
      );
      const general = new Map(breaches.map((breach) => [generalPath(breach.path), breach]));
      for (const breach of general.values()) losses.push({ ...breach, list, page, pages: 1 });
    }
  }
  return merged(losses);
}

/**
 * Whether the tables would lack something that they promise. A new field is not a loss, and
 * nothing is promised of the new API.
 */
export function isLoss({ kind, list }: Pick<Drift, 'kind' | 'list'>): boolean {
  return kind !== 'unknown' && !isAlpha(resourceOf(list));
}

/** @throws {Fault} CONTRACT_BROKEN when there is a loss */
export function refuseLosses(drift: readonly Drift[]): void {
  const losses = drift.filter(isLoss);
  if (losses.length === 0) return;
  const shown = losses.slice(0, 3).map(describeDrift);
  const more = losses.length > 3 ? ` and ${losses.length - 3} more` : '';
  throw transformFault(
    'CONTRACT_BROKEN',
    `${shown.join('; ')}${more}; the archive stays as it is: ` +
      'update transform/contract/jolpica-schema.ts, sql/raw and sql/staging, then transform again',
  );
}

/** Merges equal drifts of several shapes or pages; the first place is kept. */
function merged(drift: readonly Drift[]): Drift[] {
  const byPath = new Map<string, Drift>();
  for (const found of drift) {
    const name = `${resourceOf(found.list)} ${found.kind} ${generalPath(found.path)}`;
    const known = byPath.get(name);
    byPath.set(name, known ? { ...known, pages: known.pages + found.pages } : found);
  }
  return [...byPath.values()];
}
