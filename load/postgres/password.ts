import { readFile } from 'node:fs/promises';
import password from '@inquirer/password';
import { causeText, type Fault } from '../../fault/fault.js';
import { commonFault } from '../../fault/faults.js';
import { loadFault } from '../faults.js';
import type { SavedTarget } from './saved-target.js';

/**
 * Gets the password of a target from where the target says, at each use anew.
 *
 * @throws {Fault} TARGET_PASSWORD when it is not there, or nobody can be asked
 */
export async function readPassword(name: string, source: SavedTarget['password']): Promise<string> {
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
        throw passwordFault(name, `its file cannot be read (${causeText(error)})`, 'mend that');
      }
    case 'prompt':
      return askPassword(name);
  }
}

async function askPassword(name: string): Promise<string> {
  if (!process.stdin.isTTY) {
    const remedy = 'add the target with --password-env or --password-file';
    throw passwordFault(name, 'nobody can be asked for it without a terminal', remedy);
  }
  const message = `Password of target '${name}':`;
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
