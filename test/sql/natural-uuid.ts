import { createHash } from 'node:crypto';

/** The project's namespace, as in sql/functions/lyzer_uuid.sql. */
export const NAMESPACE = '35e4e7b3-2cb7-500d-b42d-13accf0a12ed';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A UUID of version 5, reckoned apart from the SQL that it judges. */
export function uuidV5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Lets a test write `driver/farina` where a table has the id of that natural key. */
export function naturalUuid(value: unknown): unknown {
  return typeof value === 'string' && !UUID.test(value) ? uuidV5(NAMESPACE, value) : value;
}
