import input from '@inquirer/input';
import type { Fault } from '../../fault/fault.js';
import { commonFault } from '../../fault/faults.js';
import { loadFault } from '../faults.js';
import type { Target } from './target.js';

/** Whether somebody sits at a terminal and can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/**
 * Has the person at the terminal type the target's name.
 *
 * @throws {Fault} NOT_CONFIRMED when something else is typed
 */
export async function askName({ name }: Pick<Target, 'name'>): Promise<void> {
  const message = `This changes production. Type the target's name to go on:`;
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
 * Refuses what changes a production target and was not confirmed.
 *
 * @throws {Fault} NOT_CONFIRMED
 */
export function refuseUnconfirmed(target: Target | undefined, confirmed: boolean | undefined) {
  if (target?.isProduction && !confirmed) throw notConfirmed(target.name, 'nobody confirmed it');
}

function notConfirmed(name: string, why: string): Fault {
  return loadFault(
    'NOT_CONFIRMED',
    `target '${name}' is production and ${why}, its name was expected; nothing was touched: type it at a terminal, or give --yes`,
  );
}
