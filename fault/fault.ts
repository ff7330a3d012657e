import { commandWords } from './command-words.js';

/** Exit codes of every command: done, failed, used wrongly, refused, interrupted. */
export const EXIT = { done: 0, failed: 1, usage: 2, refused: 3, interrupted: 130 } as const;

/**
 * A fault that a user can understand and fix: printed as one line
 * `CODE: what, where, what was expected; what to do`, never with a stack.
 * Made by the functions of each stage's `faults.ts`. Anything else that is thrown is a bug and
 * keeps its stack.
 */
export class Fault extends Error {
  constructor(
    readonly code: string,
    sentence: string,
    readonly exitCode: number = EXIT.failed,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${commandWords(sentence)}`, options);
    this.name = 'Fault';
  }
}

/** An error's message on one line, to quote a cause within a fault. */
export function causeText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').trim();
}
