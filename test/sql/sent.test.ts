import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ERGAST, RESOURCES } from '../../extract/archive/resource.js';
import { pageSchema } from '../../transform/contract/jolpica-schema.js';
import { queryRows } from '../../transform/lake/duck.js';
import { tableName } from '../../transform/models/model-file.js';
import { orderModels } from '../../transform/models/order-models.js';
import { readModels, SQL_FOLDER } from '../../transform/models/read-models.js';
import { prepareDatabase, readFunctions, setVariables } from '../../transform/models/run-models.js';

// Staging stops at each field that it reads and the contract promises, and never takes it as unknown.

/** What fields hold that are no plain texts. */
const VALUES: Record<string, string> = {
  ...{ round: '1', date: '2024-03-02', dateOfBirth: '1997-09-30' },
  ...{ time: '15:00:00Z', number: '1', position: '1', points: '25', grid: '1', laps: '57' },
  ...{ millis: '5504742', rank: '1', lap: '39', speed: '210.383', permanentNumber: '33' },
  ...{ stop: '1', duration: '22.5', wins: '1', lat: '26.0', long: '50.5' },
  ...{ count: '1', limit: '100', offset: '0', total: '2' },
};

/** What begins the fields that tell rows apart, and are no plain texts either. */
const NUMBERED: Record<string, string> = { season: '202', statusId: '1' };

let folder: string;
let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lyzer-etl-test-'));
  const snapshotFile = join(folder, 'snapshot.json');
  const entry = { version: 'v', rows: 2, confirmedAt: '2026-11-24T05:00:00Z' };
  const lists = Object.fromEntries(RESOURCES.map((resource) => [resource, entry]));
  await writeFile(snapshotFile, JSON.stringify({ lists }));
  for (const resource of RESOURCES) {
    await mkdir(join(folder, 'lists', resource), { recursive: true });
    await writeFile(pageFile(resource), '');
  }
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
  await prepareDatabase(connection, await readFunctions(SQL_FOLDER));
  await setVariables(connection, {
    ...Object.fromEntries(RESOURCES.map((resource) => [`${resource}_files`, [pageFile(resource)]])),
    snapshot_file: snapshotFile,
  });
  for (const model of await orderModels(await readModels(SQL_FOLDER), connection)) {
    if (model.layer !== 'raw' && model.layer !== 'staging') continue;
    await connection.run(`create view ${tableName(model)} as\n${model.sql}`);
  }
});

afterAll(async () => {
  connection.closeSync();
  instance.closeSync();
  await rm(folder, { recursive: true, force: true });
});

test.each(ERGAST)(
  '%s: nothing that staging reads can be missing from a row unseen',
  async (resource) => {
    const schema = pageSchema(resource);
    const whole = await stage(resource, pageOf(schema));
    expect(whole.length).toBeGreaterThanOrEqual(2);
    const unseen: string[] = [];
    for (const path of promisedPaths(schema)) {
      const page = pageOf(schema);
      removeLast(page, path);
      const rows = await stage(resource, page).catch((error: Error) => {
        if (!error.message.includes('FIELD_NOT_SENT')) throw error;
      });
      if (rows && JSON.stringify(rows) !== JSON.stringify(whole)) unseen.push(path.join('.'));
    }
    expect(unseen).toEqual([]);
  },
);

function pageFile(resource: string): string {
  return join(folder, 'lists', resource, 'v.ndjson');
}

async function stage(resource: string, page: unknown) {
  await writeFile(pageFile(resource), `${JSON.stringify(page)}\n`);
  return queryRows(connection, `select * from staging.stg_${resource}`);
}

/** A page with all that the contract knows, and two rows in each list. */
function pageOf(schema: z.ZodType, name = '', index = 0): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return pageOf(schema.unwrap() as z.ZodType, name, index);
  }
  if (schema instanceof z.ZodArray) {
    return [0, 1].map((place) => pageOf(schema.element as z.ZodType, name, index * 2 + place));
  }
  if (!(schema instanceof z.ZodObject)) return VALUES[name] ?? `${NUMBERED[name] ?? name}${index}`;
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
  return Object.fromEntries(fields.map(([key, field]) => [key, pageOf(field, key, index)]));
}

/** The fields within lists that may not be left out. */
function promisedPaths(
  schema: z.ZodType,
  path: readonly string[] = [],
  inList = false,
): string[][] {
  if (schema instanceof z.ZodOptional) {
    return promisedPaths(schema.unwrap() as z.ZodType, path, inList);
  }
  if (schema instanceof z.ZodArray) return promisedPaths(schema.element as z.ZodType, path, true);
  if (!(schema instanceof z.ZodObject)) return [];
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
  return fields.flatMap(([key, field]) => {
    // What may be null is read alike where it is missing.
    const mayLack = field instanceof z.ZodOptional || field instanceof z.ZodNullable;
    const promised = inList && !mayLack;
    const below = promisedPaths(field, [...path, key], inList);
    return promised ? [[...path, key], ...below] : below;
  });
}

/** Takes a field out of the last row of each list on the way to it. */
function removeLast(node: unknown, [key = '', ...path]: readonly string[]): void {
  const holder = (Array.isArray(node) ? node.at(-1) : node) as Record<string, unknown>;
  if (path.length === 0) delete holder[key];
  else removeLast(holder[key], path);
}
