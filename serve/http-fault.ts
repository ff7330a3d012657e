import { Fault } from '../command/fault.js';

/** A fault that a request caused, or met, and the HTTP status that tells it. */
export class HttpFault extends Fault {
  constructor(
    readonly status: number,
    code: string,
    readonly sentence: string,
  ) {
    super(code, sentence);
  }
}
