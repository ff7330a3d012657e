import { EXIT, Fault } from './fault.js';

/** What a code means: how the command ends, why it happens, and what to do. */
export type FaultEntry = {
  readonly exit: keyof typeof EXIT;
  readonly cause: string;
  readonly remedy: string;
};

/** The codes of one stage. Each code is in one table only; docs/errors.md is written from them. */
export type FaultTable = Readonly<Record<string, FaultEntry>>;

/** Codes that only answers over HTTP have: instead of an exit code, a status. */
export type HttpFaultTable = Readonly<
  Record<string, Omit<FaultEntry, 'exit'> & { readonly status: number }>
>;

/** Returns a function that makes faults of a table's codes; the table gives the exit code. */
export function faultsOf<Code extends string>(table: Readonly<Record<Code, FaultEntry>>) {
  return (code: Code, sentence: string, options?: ErrorOptions): Fault =>
    new Fault(code, sentence, EXIT[table[code].exit], options);
}
