import { z } from 'zod';

/** A snapshot's entry for one list. */
export const listEntry = z.strictObject({
  /** Names the file `lists/<list>/<version>.ndjson.gz`. */
  version: z.string().regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/),
  /** Of the gzip file, as `sha256sum` prints it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Length of the gzip file. */
  bytes: z.number().int().positive(),
  pages: z.number().int().positive(),
  /** Innermost rows: what Jolpica's `total` counts. */
  rows: z.number().int().nonnegative(),
  /** When this version was first fetched. */
  fetchedAt: z.iso.datetime(),
  /** When Jolpica last sent these bytes; for a replay, the day on which they were recorded. */
  confirmedAt: z.iso.datetime(),
  /** The extraction that fetched it last, counted from 1: orders lists, which clocks cannot. */
  sequence: z.number().int().positive().optional(),
});

/** Where the pages of a snapshot came from. */
const source = z.strictObject({
  baseUrl: z.string(),
  /** What answered there, in free text, when it was not Jolpica itself. */
  note: z.string().optional(),
  /** Day on which replayed answers were recorded. */
  recordedAt: z.iso.date().optional(),
});

export const snapshotSchema = z.strictObject({
  format: z.literal(1),
  id: z.string().regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/),
  createdAt: z.iso.datetime(),
  /** The snapshot that was newest before; null for the first of an archive. */
  parent: z.string().nullable(),
  /** Name and version of the program that wrote it. */
  program: z.string(),
  source,
  /** Lists that stayed broken or lost rows, and why; the next run asks for them again. */
  failed: z.record(z.string(), z.string()).optional(),
  /** By list, for example `results` or `2024/5/laps`, sorted. */
  lists: z.record(z.string(), listEntry),
});

/** The stored entry of each list. */
export type Lists = Readonly<Record<string, z.infer<typeof listEntry>>>;
export type ListEntry = z.infer<typeof listEntry>;

/** The number of the extraction that follows a snapshot's. */
export function nextSequence(lists: Lists): number {
  return 1 + Object.values(lists).reduce((last, { sequence = 0 }) => Math.max(last, sequence), 0);
}

export type SnapshotSource = z.infer<typeof source>;
export type Snapshot = z.infer<typeof snapshotSchema>;
