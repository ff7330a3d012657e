import { Fault } from '../../fault/fault.js';
import { HTTP_FAULTS } from '../faults.js';

/** A fault that a request caused, or met, and the HTTP status of the answer. */
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

/** Makes a fault of a code that only answers over HTTP have; the table gives the status. */
export function httpFault(
  code: keyof typeof HTTP_FAULTS,
  sentence: string,
  retryAfterSeconds?: number,
): HttpFault {
  return new HttpFault(HTTP_FAULTS[code].status, code, sentence, retryAfterSeconds);
}
