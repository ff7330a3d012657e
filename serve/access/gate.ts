import type { FastifyRequest } from 'fastify';
import { httpFault } from './http-fault.js';
import type { TokenScope } from './token-scope.js';
import { findToken, type ReadTokens, type Token } from './tokens.js';

/** What lets requests through that have a token. */
export type Gate = {
  /**
   * The token in a request's header, checked for its scope.
   *
   * @throws {HttpFault} RUNS_OFF without any token, TOKEN_INVALID, TOKEN_GUESSED, SCOPE_MISSING
   * @throws {Fault} as readTokens does
   */
  tokenOf(request: FastifyRequest, scope: TokenScope): Promise<Token>;
  /** A hook that lets a request through only with a token of a scope. */
  needs(scope: TokenScope): (request: FastifyRequest) => Promise<void>;
};

/** From one address, in a minute; then right tokens too wait for the next minute. */
const MOST_WRONG = 20;
const MINUTE_MS = 60_000;

/** Opens the gate of one server, which counts the wrong tokens of each address. */
export function openGate(readTokens: ReadTokens, now: () => Date): Gate {
  const guesses = countGuesses(now);
  const tokenOf = async (request: FastifyRequest, scope: TokenScope) => {
    const tokens = await readTokens();
    if (tokens.length === 0) {
      throw httpFault('RUNS_OFF', "this is off because there is no token; see 'serve token'");
    }
    guesses.refuseMore(request.ip);
    const header = request.headers.authorization;
    const [, sent] = /^Bearer ([\w~+/.=-]{1,200})$/.exec(header ?? '') ?? [];
    const token = sent === undefined ? undefined : findToken(tokens, sent);
    if (!token) {
      if (header !== undefined) guesses.add(request.ip);
      throw httpFault('TOKEN_INVALID', "send 'Authorization: Bearer <token>'");
    }
    if (scope === 'run' && token.scope !== 'run') {
      throw httpFault('SCOPE_MISSING', `token '${token.name}' may read but not start jobs`);
    }
    return token;
  };
  return { tokenOf, needs: (scope) => async (request) => void (await tokenOf(request, scope)) };
}

/** Counts by address within one minute of the clock. */
function countGuesses(now: () => Date) {
  const wrong = new Map<string, number>();
  let minute = 0;
  const inMinute = () => {
    const current = Math.floor(now().getTime() / MINUTE_MS);
    if (current !== minute) wrong.clear();
    minute = current;
    return wrong;
  };
  return {
    add: (address: string) => void inMinute().set(address, (wrong.get(address) ?? 0) + 1),
    refuseMore: (address: string) => {
      if ((inMinute().get(address) ?? 0) < MOST_WRONG) return;
      const seconds = Math.ceil((MINUTE_MS - (now().getTime() % MINUTE_MS)) / 1000);
      const sentence = `too many wrong tokens from this address; try again in ${seconds} s`;
      throw httpFault('TOKEN_GUESSED', sentence, seconds);
    },
  };
}
