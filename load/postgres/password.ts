import { readFile } from 'node:fs/promises';
import { causeText, type Fault } from '../../fault/fault.js';
import { commonFault } from '../../fault/faults.js';
import { loadFault } from '../faults.js';
import { ambientPassword } from './pass-file.js';
import type { SavedTarget } from './saved-target.js';

/**
 * Reads the password of a target from its source. It is read at each use and never stored.
 *
 * @throws {Fault} TARGET_PASSWORD if it is missing, or there is no terminal to ask at
 */
export async function readPassword(name: string, saved: SavedTarget): Promise<string> {
  const source = saved.password;
  switch (source.from) {
    case 'environment': {
      const value = process.env[source.variable];
      if (value !== undefined && value !== '') return value;
      throw passwordFault(name, `environment variable '${source.variable}' is not set`, 'set it');
    }
    case 'file':
      try {
        // Editors end a file with a line break.
        return (await readFile(source.file, 'utf8')).replace(/\r?\n$/, '');
      } catch (error) {
        throw passwordFault(name, `its file cannot be read (${causeText(error)})`, 'fix that');
      }
    case 'prompt':
      return askPassword(name);
    case 'none':
      return ambientPassword(saved);
  }
}

async function askPassword(name: string): Promise<string> {
  if (!process.stdin.isTTY) {
    const remedy = 'add the target with --password-env, --password-file or --never-ask';
    throw passwordFault(name, 'there is no terminal to ask at', remedy);
  }
  const message = `Password of target '${name}':`;
  const { default: password } = await import('@inquirer/password');
  try {
    return await password({ message }, { output: process.stderr });
  } catch {
    throw commonFault('INTERRUPTED', 'stopped on request');
  }
}

function passwordFault(name: string, what: string, remedy: string): Fault {
  const sentence = `no password for target '${name}': ${what}; ${remedy}`;
  return loadFault('TARGET_PASSWORD', sentence);
}
