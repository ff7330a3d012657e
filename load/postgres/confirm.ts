import input from '@inquirer/input';
import type { Fault } from '../../fault/fault.js';
import { commonFault } from '../../fault/faults.js';
import { loadFault } from '../faults.js';
import type { Target } from './target.js';

/** Whether there is a terminal with a person to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/**
 * Asks the person at the terminal to type the target's name.
 *
 * @throws {Fault} NOT_CONFIRMED when something else is typed
 */
export async function askName({ name }: Pick<Target, 'name'>): Promise<void> {
  const message = `This changes production. Type the target's name to continue:`;
  let typed: string;
  try {
    typed = await input({ message }, { output: process.stderr });
  } catch {
    throw commonFault('INTERRUPTED', 'stopped on request');
  }
  if (typed.trim() === name) return;
  throw notConfirmed(name, `'${typed.trim()}' was typed`);
}

/**
 * Throws if a change of a production target was not confirmed.
 *
 * @throws {Fault} NOT_CONFIRMED
 */
export function refuseUnconfirmed(target: Target | undefined, confirmed: boolean | undefined) {
  if (target?.isProduction && !confirmed) throw notConfirmed(target.name, 'nobody confirmed it');
}

function notConfirmed(name: string, why: string): Fault {
  return loadFault(
    'NOT_CONFIRMED',
    `target '${name}' is production and ${why}, its name was expected; nothing was touched: type it at a terminal, send "yes": true over HTTP, or give --yes`,
  );
}
