import type { z } from 'zod';
import type { Resource } from '../../extract/archive/resource.js';
import type { Drift } from '../lake/lake.js';
import { pageSchema } from './jolpica-schema.js';

/** One difference between a page and the contract. */
export type Breach = Pick<Drift, 'kind' | 'path' | 'expected' | 'found'>;

/** Returns how a page differs from its resource's contract. */
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
  const path = jsonPath(issue.path);
  const found = at(page, issue.path);
  if (issue.code !== 'invalid_type') {
    return [{ kind: 'value', path, expected: issue.message, found: shown(found) }];
  }
  const kind = found === undefined ? 'missing' : found === null ? 'null' : 'type';
  return [{ kind, path, expected: issue.expected }];
}

/** A value as a message has it: one short line. */
function shown(value: unknown): string {
  const text = JSON.stringify(value).replace(/^"|"$/g, '');
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
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
