import { wrap } from '../command/wrap.js';
import { askName, canAsk } from './postgres/confirm.js';
import type { Target } from './postgres/target.js';

type Change = {
  readonly target: Target | undefined;
  readonly yes: boolean;
  /** What is about to happen, for the person to see before. */
  readonly preview: () => Promise<string>;
};

/**
 * Returns whether a change of a target is confirmed. Production needs `--yes`, or the person at
 * the terminal, who sees the plan first and then types the target's name.
 *
 * @throws {Fault} NOT_CONFIRMED when the person types something else
 */
export async function confirmChange({ target, yes, preview }: Change): Promise<boolean> {
  if (!target?.isProduction || yes) return true;
  if (!canAsk()) return false;
  process.stderr.write(`${wrap(await preview())}\n\n`);
  await askName(target);
  return true;
}
