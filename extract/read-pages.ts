import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { versionFile } from './archive.js';

/** The bodies of a list's version, as they were fetched, in order of offset. */
export async function readBodies(
  archive: string,
  list: string,
  version: string,
): Promise<readonly Buffer[]> {
  return splitLines(await promisify(gunzip)(await readFile(versionFile(archive, list, version))));
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
