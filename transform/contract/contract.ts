import type { z } from 'zod';
import type { Resource } from '../../extract/archive/resource.js';
import type { Drift } from '../lake/lake.js';
import { pageSchema } from './jolpica-schema.js';

/** One difference between a page and the contract. */
export type Breach = Pick<Drift, 'kind' | 'path' | 'expected'>;

/** Returns how a page, or a sample of a shape, differs from its resource's contract. */
export function breachesOf(resource: Resource, page: unknown): Breach[] {
  const parsed = pageSchema(resource).safeParse(page, { reportInput: true });
  return (parsed.error?.issues ?? []).flatMap((issue) => breachesIn(issue, page));
}

function breachesIn(issue: z.core.$ZodIssue, page: unknown): Breach[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      kind: 'unknown',
      path: jsonPath([...issue.path, key]),
      expected: 'no such field',
    }));
  }
  const expected = issue.code === 'invalid_type' ? issue.expected : 'what the contract has';
  const found = at(page, issue.path);
  const kind = found === undefined ? 'missing' : found === null ? 'null' : 'type';
  return [{ kind, path: jsonPath(issue.path), expected }];
}

/**
 * Builds a page from a shape that DuckDB's json_structure returned: one element per array, and
 * for each field a value of its type. A field is null if it is null in all rows.
 */
export function sampleOf(shape: unknown): unknown {
  if (shape === 'NULL') return null;
  if (shape === 'VARCHAR') return '';
  if (shape === 'BOOLEAN') return false;
  if (Array.isArray(shape)) return shape[0] === 'NULL' ? [] : shape.map(sampleOf);
  if (typeof shape === 'object' && shape !== null) {
    return Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, sampleOf(value)]));
  }
  // A number, or values of several types.
  return 0;
}

/** A path without array indexes, so that equal drifts of many rows are one. */
export function generalPath(path: string): string {
  return path.replace(/\[\d+\]/g, '[]');
}

function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    '$',
  );
}

function at(page: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, part) =>
      typeof node === 'object' && node !== null ? Reflect.get(node, part) : undefined,
    page,
  );
}
