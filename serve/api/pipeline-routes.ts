import { z } from 'zod';
import type { DataFolder } from '../../disk/data-folder.js';
import { archiveOf, readSnapshot } from '../../extract/archive/archive.js';
import { diffSnapshots } from '../../extract/archive/diff.js';
import { readHistory } from '../../extract/archive/history.js';
import { status } from '../../pipeline/status.js';
import type { Gate } from '../access/gate.js';
import { answerOf } from '../access/http-fault.js';
import type { App } from '../app.js';
import type { Clock } from '../jobs/clock.js';
import { faultSchema, ofToken, partSchema, savedLoadSchema } from './schemas.js';

const snapshotId = z.string().regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/);
const sourceSchema = z.object({
  baseUrl: z.string(),
  note: z.string().optional(),
  recordedAt: z.string().optional(),
});
const roundSchema = z.object({ season: z.number(), round: z.number(), date: z.string() });

const historySchema = z.object({
  head: z.string().optional().meta({ description: 'the newest snapshot' }),
  snapshots: z.array(
    z.object({
      id: z.string(),
      createdAt: z.string(),
      parent: z.string().nullable(),
      lists: z.number(),
      newLists: z.number().meta({ description: 'lists that the parent lacks or has otherwise' }),
      failedLists: z.number(),
      source: sourceSchema,
    }),
  ),
});

const names = z.array(z.string()).readonly();
const text = z.string().optional();
const diffSchema = z.object({
  from: z.string(),
  to: z.string(),
  lists: z.object({ added: names, changed: names, removed: names }),
  counts: z
    .array(
      z.object({
        resource: z.string(),
        round: text.meta({ description: 'like `2025/23`' }),
        added: z.number(),
        removed: z.number(),
      }),
    )
    .readonly()
    .meta({ description: 'rows that only one of the two has' }),
  changes: z
    .array(
      z.object({
        resource: z.string(),
        key: z.string(),
        fields: z.array(z.object({ field: z.string(), old: text, new: text })).readonly(),
      }),
    )
    .readonly()
    .meta({ description: 'rows that both have, with different fields' }),
});

const statusSchema = z.object({
  at: z.string(),
  archive: partSchema(
    z.object({
      isSeed: z.boolean(),
      snapshot: z.string(),
      createdAt: z.string(),
      source: sourceSchema,
      lists: z.number(),
      rows: z.number(),
      failed: z.record(z.string(), z.string()).readonly(),
      confirmedAt: z.string(),
      isCutOff: z.boolean(),
      lastRace: roundSchema.nullable(),
      due: z.array(roundSchema).readonly(),
    }),
  ),
  lake: partSchema(
    z.object({
      snapshot: z.string(),
      builtAt: z.string(),
      program: z.string(),
      fingerprint: z.string(),
      tables: z.number(),
      rows: z.number(),
      staleness: z
        .looseObject({ is: z.string() })
        .readonly()
        .nullable()
        .meta({ description: 'why a transform would make another lake' }),
    }),
  ).nullable(),
  targets: z.array(
    partSchema(
      z.object({
        name: z.string(),
        is: z.enum(['unmade', 'stopped', 'running', 'saved']),
        lastLoad: partSchema(savedLoadSchema).nullable().optional(),
      }),
    ),
  ),
  next: z
    .object({ command: z.string(), why: z.string() })
    .nullable()
    .meta({ description: 'what to run next; null: everything is fresh' }),
});

/** `/api/v1/status`, `/history` and `/diff`: the state of archive, lake and targets. */
export function pipelineRoutes(app: App, data: DataFolder, gate: Gate, clock: Clock) {
  const tags = ['pipeline'];
  app.get(
    '/api/v1/history',
    {
      schema: {
        summary: 'The snapshots of the archive, the newest first',
        tags,
        response: { 200: historySchema, 404: faultSchema, 503: faultSchema },
      },
    },
    () =>
      answerOf(async () => {
        const { head, snapshots } = await readHistory(await archiveOf(data));
        return { head, snapshots: [...snapshots] };
      }),
  );
  app.get(
    '/api/v1/diff',
    {
      onRequest: gate.needs('read'),
      schema: {
        summary: 'What differs between two snapshots, row by row',
        tags,
        security: [{ token: [] }],
        querystring: z.strictObject({ from: snapshotId, to: snapshotId }),
        response: { 200: diffSchema, ...ofToken, 404: faultSchema, 503: faultSchema },
      },
    },
    ({ query }) =>
      answerOf(async () => {
        const archive = await archiveOf(data);
        const from = await readSnapshot(archive, query.from);
        return diffSnapshots(archive, from, await readSnapshot(archive, query.to));
      }),
  );
  app.get(
    '/api/v1/status',
    {
      onRequest: gate.needs('read'),
      schema: {
        summary: 'What is in archive, lake and targets, how fresh it is, and what to run next',
        tags,
        security: [{ token: [] }],
        response: { 200: statusSchema, ...ofToken },
      },
    },
    // The schema keeps folders and addresses out.
    async () => statusSchema.parse(await status(data, clock.now())),
  );
}
