import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isMissing } from '../../disk/is-missing.js';
import { causeText, type Fault } from '../../fault/fault.js';
import { loadFault } from '../faults.js';
import { isSocket, type Place } from './target.js';

type Login = Place & { readonly user: string };

/**
 * The password that libpq would take without being told one: PGPASSWORD, else the first line of
 * PGPASSFILE (or the user's own file) that fits. Empty if there is none: the server may want none.
 *
 * @throws {Fault} TARGET_PASSWORD if others may read the file
 */
export async function ambientPassword(login: Login): Promise<string> {
  const { PGPASSWORD, PGPASSFILE } = process.env;
  if (PGPASSWORD) return PGPASSWORD;
  const file = PGPASSFILE ?? ownFile();
  const text = await readFile(file, 'utf8').catch((error) => {
    if (isMissing(error)) return '';
    throw fileFault(file, `cannot be read (${causeText(error)})`, 'make it readable');
  });
  const password = findPassword(text, login);
  if (password === undefined) return '';
  await refuseOpenFile(file);
  return password;
}

function ownFile(): string {
  if (process.platform !== 'win32') return join(homedir(), '.pgpass');
  return join(process.env.APPDATA ?? homedir(), 'postgresql', 'pgpass.conf');
}

/** Lines are `host:port:database:user:password`; `*` fits all, `\` comes before `:` and `\`. */
function findPassword(text: string, login: Login): string | undefined {
  // libpq writes localhost for the folder of the socket that it was built with.
  const hosts = isSocket(login.host) ? [login.host, 'localhost'] : [login.host];
  const wanted = [hosts, [String(login.port)], [login.database], [login.user]];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = line.match(/(?:\\.|[^:\\])*(?::|$)/g) ?? [];
    const [host, port, database, user, password] = fields.map((field) =>
      field.replace(/:$/, '').replace(/\\(.)/g, '$1'),
    );
    if (password === undefined) continue;
    const given = [host, port, database, user];
    const fits = given.every((one, at) => one === '*' || wanted[at]?.includes(one ?? ''));
    if (fits) return password;
  }
  return undefined;
}

async function refuseOpenFile(file: string) {
  if (process.platform === 'win32') return;
  const { mode } = await stat(file);
  if ((mode & 0o077) === 0) return;
  throw fileFault(file, 'can be read by others', `run 'chmod 600' on it`);
}

function fileFault(file: string, what: string, remedy: string): Fault {
  return loadFault('TARGET_PASSWORD', `the file of passwords '${file}' ${what}; ${remedy}`);
}
