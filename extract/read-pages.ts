import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { versionFile } from './archive.js';

const CHUNK_BYTES = 65_536;
const NEWLINE = 0x0a;

/**
 * The bodies of a list's version, as they were fetched, in order of offset, one by one:
 * unpacked as a whole, all results take 13 MB.
 */
export async function* readBodies(
  archive: string,
  list: string,
  version: string,
): AsyncGenerator<Buffer> {
  const packed = createReadStream(versionFile(archive, list, version));
  // What goes wrong with the file comes out of the end that is read from.
  const chunks = pipeline(packed, createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
  let rest: Buffer[] = [];
  for await (const chunk of chunks as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]);
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
}
