import { randomBytes } from 'node:crypto';
import { chown, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissing } from '../../../disk/is-missing.js';
import { writeWhole } from '../../../disk/write-whole.js';
import { causeText } from '../../../fault/fault.js';
import { loadFault } from '../../faults.js';

const OWNER_ONLY = 0o600;

const serverFileSchema = z.strictObject({
  format: z.literal(1),
  port: z.number().int().min(1).max(65_535).nullable(),
  user: z.string().min(1),
  password: z.string().min(1),
  database: z.string().min(1),
  /** The folder of a cluster outside the data folder; else null, so that the data folder can move. */
  outsideCluster: z.string().min(1).nullable(),
});

/** `server.json`: what a command needs to find and use the embedded Postgres. */
export type ServerFile = z.infer<typeof serverFileSchema>;

/** The content before a server's first start, with a new password. */
export function newServerFile(): ServerFile {
  const password = randomBytes(24).toString('hex');
  const names = { user: 'lyzer', database: 'lyzer' };
  return { format: 1, port: null, ...names, password, outsideCluster: null };
}

/** The folder of the cluster (PGDATA), from `server.json`. */
export function clusterFolder(postgresFolder: string, file?: ServerFile): string {
  return file?.outsideCluster ?? join(postgresFolder, 'cluster');
}

/**
 * Reads `server.json`. Returns undefined if it is missing or damaged: it can be made again.
 *
 * @throws {Fault} SERVER_FORBIDDEN when it belongs to another user.
 */
export async function readServerFile(postgresFolder: string): Promise<ServerFile | undefined> {
  const file = serverFilePath(postgresFolder);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    const remedy = 'run as the user who started the embedded Postgres first';
    throw loadFault('SERVER_FORBIDDEN', `cannot read '${file}' (${causeText(error)}); ${remedy}`);
  }
  try {
    return serverFileSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Writes `server.json`, readable for its owner only. */
export async function writeServerFile(postgresFolder: string, content: ServerFile) {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  const file = serverFilePath(postgresFolder);
  await writeWhole(file, text, OWNER_ONLY);
  if (process.getuid?.() !== 0) return;
  // Root may run this in a user's folder: the user must be able to read the file.
  const { uid, gid } = await stat(postgresFolder);
  await chown(file, uid, gid);
}

function serverFilePath(postgresFolder: string): string {
  return join(postgresFolder, 'server.json');
}
