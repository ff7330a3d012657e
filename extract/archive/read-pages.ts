import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import { isMissing } from '../../disk/is-missing.js';
import { causeText, type Fault } from '../../fault/fault.js';
import { extractFault } from '../faults.js';
import { versionFile } from './archive.js';
import { type PageRow, pageRows } from './page.js';

const CHUNK_BYTES = 65_536;
const NEWLINE = 0x0a;
const REMEDY = "see 'npm run doctor', and restore it from a copy";

/**
 * Unpacks a list's version: its pages' bodies, each with a line break, in chunks of any size.
 *
 * @throws {Fault} LIST_MISSING, LIST_DAMAGED, also after some chunks
 */
export async function* unpack(
  archive: string,
  list: string,
  version: string,
): AsyncGenerator<Buffer> {
  const file = versionFile(archive, list, version);
  let isEmpty = true;
  try {
    // An error of the file is thrown where the unpacked bytes are read.
    const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
    for await (const chunk of pipeline(createReadStream(file), unpacked, () => {})) {
      isEmpty = false;
      yield chunk;
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  if (isEmpty) throw damaged(file, 'it is empty');
}

/**
 * Reads the rows of a list's version, page by page.
 *
 * @throws {Fault} LIST_MISSING, LIST_DAMAGED, also after some pages
 */
export async function* readRows(
  archive: string,
  list: string,
  version: string,
): AsyncGenerator<readonly PageRow[]> {
  for await (const body of readBodies(archive, list, version)) {
    let rows: readonly PageRow[];
    try {
      rows = pageRows(list, body);
    } catch (error) {
      throw damaged(versionFile(archive, list, version), error);
    }
    yield rows;
  }
}

function unreadable(file: string, error: unknown): Fault {
  if (!isMissing(error)) return damaged(file, error);
  return extractFault('LIST_MISSING', `cannot read '${file}' (${causeText(error)}); ${REMEDY}`);
}

function damaged(file: string, error: unknown): Fault {
  const what = `'${file}' is not the file that was written (${causeText(error)})`;
  return extractFault('LIST_DAMAGED', `${what}; ${REMEDY}`);
}

/**
 * Reads the bodies of a list's version as they were fetched, in order of offset. One by one,
 * because all results take 13 MB unpacked.
 */
export async function* readBodies(
  archive: string,
  list: string,
  version: string,
): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of unpack(archive, list, version)) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const last = chunk.subarray(start, end);
      yield rest.length === 0 ? last : Buffer.concat([...rest, last]);
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
}

/**
 * Reads all bodies of a list's version at once: eight times as fast as one by one for small lists.
 *
 * @throws {Fault} LIST_MISSING, LIST_DAMAGED
 */
export async function readAllBodies(
  archive: string,
  list: string,
  version: string,
): Promise<Buffer[]> {
  const file = versionFile(archive, list, version);
  const bytes = await unpackAll(file).catch((error) => {
    throw unreadable(file, error);
  });
  if (bytes.length === 0) throw damaged(file, 'it is empty');
  const bodies: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    bodies.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return bodies;
}

const gunzipAll = promisify(gunzip);

async function unpackAll(file: string): Promise<Buffer> {
  return gunzipAll(await readFile(file));
}
