import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../disk/write-whole.js';

/** The folder of answers that a run could not use, for people to look at. */
export const REFUSED_FOLDER = 'refused';

/**
 * Keeps an answer that is no page of the list; returns its file's path within the archive.
 *
 * @throws {Fault} WRITE_FAILED
 */
export async function keepRefused(archive: string, list: string, offset: number, body: Buffer) {
  const file = `${REFUSED_FOLDER}/${list.replaceAll('/', '-')}-${offset}.txt`;
  await writeWhole(join(archive, file), body);
  return file;
}

/** Removes what earlier runs kept. */
export async function discardRefused(archive: string) {
  await rm(join(archive, REFUSED_FOLDER), { recursive: true, force: true });
}
