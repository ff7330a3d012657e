import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isMissing } from '../../disk/is-missing.js';
import { causeText, type Fault } from '../../fault/fault.js';
import { loadFault } from '../faults.js';

/** Parameters of libpq that say which database, and how to get there. */
const KNOWN = ['host', 'port', 'dbname', 'user', 'password'];
const KNOWN_OF_TLS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'];
/** Those that change nothing for us. */
const IGNORED = /^(application_name|client_encoding|connect_timeout|keepalives\w*)$/;

/**
 * The parameters of a service in `pg_service.conf`, by libpq's names. Looks where libpq does:
 * PGSERVICEFILE or the user's own file, then the folder PGSYSCONFDIR.
 *
 * @throws {Fault} TARGET_INVALID; it names parameters, never values
 */
export function readService(name: string): Record<string, string> {
  const { PGSERVICEFILE, PGSYSCONFDIR } = process.env;
  const own = PGSERVICEFILE ?? join(homedir(), '.pg_service.conf');
  const files = PGSYSCONFDIR ? [own, join(PGSYSCONFDIR, 'pg_service.conf')] : [own];
  for (const file of files) {
    const found = findSection(readLines(file), name);
    if (found !== undefined) return parseSection(found, file, name);
  }
  throw serviceFault(name, `is in none of '${files.join("', '")}'`, 'add it, or correct the name');
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch (error) {
    if (isMissing(error)) return [];
    const remedy = 'make it readable';
    throw loadFault('TARGET_INVALID', `cannot read '${file}' (${causeText(error)}); ${remedy}`);
  }
}

function findSection(lines: readonly string[], name: string): string[] | undefined {
  const start = lines.findIndex((line) => line.trim() === `[${name}]`);
  if (start === -1) return undefined;
  const rest = lines.slice(start + 1).map((line) => line.trim());
  const end = rest.findIndex((line) => line.startsWith('['));
  return rest
    .slice(0, end === -1 ? undefined : end)
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function parseSection(lines: readonly string[], file: string, name: string) {
  const where = `in '${file}'`;
  const pairs = lines.map((line) => {
    const [, key, value] = /^(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) return [key, value] as const;
    throw serviceFault(name, `${where} has a line that is not 'name=value'`, 'correct it');
  });
  const given = pairs.filter(([key]) => !IGNORED.test(key));
  const unknown = given.find(([key]) => ![...KNOWN, ...KNOWN_OF_TLS].includes(key));
  if (unknown === undefined) return Object.fromEntries(given);
  throw serviceFault(name, `${where} has '${unknown[0]}', which is unknown here`, 'remove it');
}

function serviceFault(name: string, what: string, remedy: string): Fault {
  return loadFault('TARGET_INVALID', `service '${name}' ${what}; ${remedy}`);
}
