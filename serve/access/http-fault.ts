import { Fault } from '../../fault/fault.js';
import { HTTP_FAULTS } from '../faults.js';

/** A fault that becomes the answer to a request, with the answer's HTTP status. */
export class HttpFault extends Fault {
  constructor(
    readonly status: number,
    code: string,
    readonly sentence: string,
    /** How long the client should wait before it tries again. */
    readonly retryAfterSeconds?: number,
  ) {
    super(code, sentence);
  }
}

/** Makes a fault with a code of HTTP_FAULTS and that code's status. */
export function httpFault(
  code: keyof typeof HTTP_FAULTS,
  sentence: string,
  retryAfterSeconds?: number,
): HttpFault {
  return new HttpFault(HTTP_FAULTS[code].status, code, sentence, retryAfterSeconds);
}
