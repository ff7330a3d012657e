import { Fault } from '../../fault/fault.js';

/** A fault that a request caused, or met, and the HTTP status that tells it. */
export class HttpFault extends Fault {
  constructor(
    readonly status: number,
    code: string,
    readonly sentence: string,
    /** When it is worth trying again. */
    readonly retryAfterSeconds?: number,
  ) {
    super(code, sentence);
  }
}
