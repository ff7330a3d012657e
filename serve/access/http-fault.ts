import { EXIT, Fault } from '../../fault/fault.js';
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

/**
 * Runs a stage's function for a client; a fault of the stage becomes the answer, with its code.
 *
 * @throws {HttpFault} 404 for what is not known, 400 for what cannot be, 409 for what is refused,
 *   503 for what fails
 */
export async function answerOf<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HttpFault || !(error instanceof Fault)) throw error;
    throw new HttpFault(statusOf(error), error.code, error.message.slice(error.code.length + 2));
  }
}

function statusOf({ code, exitCode }: Fault): number {
  if (exitCode === EXIT.refused) return 409;
  if (exitCode !== EXIT.usage) return 503;
  return code.endsWith('_UNKNOWN') ? 404 : 400;
}
