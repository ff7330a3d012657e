import { join } from 'node:path';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../../../disk/data-folder.js';
import { readCsv } from './read-csv.js';

const ENTRIES_FILE = join(PROGRAM_FOLDER, 'data', 'mirror', 'extra_entry.csv');

const entrySchema = z.object({
  season: z.string(),
  race_name: z.string(),
  driver_ref: z.string(),
  constructor_ref: z.string(),
});

/** A driver who was entered for a race, and whom none of its lists has. */
export type ExtraEntry = z.infer<typeof entrySchema>;

/** Jolpica knows who was entered; its lists have only those who came to qualifying or the race. */
export function readExtraEntries(): Promise<ExtraEntry[]> {
  return readCsv(ENTRIES_FILE, entrySchema);
}
