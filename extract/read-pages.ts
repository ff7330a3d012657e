import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { versionFile } from './archive.js';
import { PAGE_ROWS, type Page, parsePage } from './page.js';
import type { Snapshot } from './snapshot.js';

/** The pages of one of a snapshot's lists, as they were fetched. */
export async function readPages(
  archive: string,
  snapshot: Snapshot,
  list: string,
): Promise<readonly Page[]> {
  const entry = snapshot.lists[list];
  if (!entry) throw new Error(`list '${list}' is not in snapshot '${snapshot.id}'`);
  const bytes = await promisify(gunzip)(await readFile(versionFile(archive, list, entry.version)));
  return splitLines(bytes).map((body, index) => parsePage(list, index * PAGE_ROWS, body));
}

function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf('\n', start);
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}
