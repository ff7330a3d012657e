import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ReadTokens } from '../../serve/access/tokens.js';

export const TOKEN = 'the-token-of-a-reader';

export const TOKENS: ReadTokens = async () => [
  { name: 'reader', scope: 'read', sha256: createHash('sha256').update(TOKEN).digest('hex') },
];

/** Does not end by itself, and takes no memory. */
export const ENDLESS =
  'with recursive t(n) as (select 1 union all select n + 1 from t) select n from t where n < 0';

type Wish = RequestInit & { readonly token?: string; readonly format?: string };

/** Asks a server in SQL, as the holder of a token. */
export function askQuery(url: string, sql: string, { token = TOKEN, format, ...init }: Wish = {}) {
  const search = new URLSearchParams({ sql, ...(format !== undefined && { format }) });
  const headers = { authorization: `Bearer ${token}`, ...init.headers };
  return fetch(`${url}/api/v1/query?${search}`, { ...init, headers });
}

/** Ids of the processes that answer queries of a server's process. */
export async function queriesOf(server: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-Ao', 'pid=,ppid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, ...words] = line.trim().split(/\s+/);
    const isQuery = Number(parent) === server && words.some((word) => /\bchild\.[jt]s$/.test(word));
    return isQuery ? [Number(pid)] : [];
  });
}

export async function untilQueries(server: number, count: number): Promise<number[]> {
  for (;;) {
    const found = await queriesOf(server);
    if (found.length === count) return found;
    await sleep(50);
  }
}
