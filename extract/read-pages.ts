import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { versionFile } from './archive.js';

const CHUNK_BYTES = 65_536;
const NEWLINE = 0x0a;

/** A list's version unpacked: its pages' bodies, each with a line break, in chunks of any size. */
export function unpack(archive: string, list: string, version: string): AsyncIterable<Buffer> {
  const packed = createReadStream(versionFile(archive, list, version));
  // What goes wrong with the file comes out of the end that is read from.
  return pipeline(packed, createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
}

/**
 * The bodies of a list's version, as they were fetched, in order of offset, one by one:
 * unpacked as a whole, all results take 13 MB.
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
