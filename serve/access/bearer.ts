import type { FastifyRequest } from 'fastify';
import { httpFault } from './http-fault.js';
import type { TokenScope } from './token-scope.js';
import { findToken, type ReadTokens, type Token } from './tokens.js';

/**
 * The token in a request's header, checked for its scope.
 *
 * @throws {HttpFault} RUNS_OFF without any token, TOKEN_INVALID, SCOPE_MISSING
 * @throws {Fault} as readTokens does
 */
export async function bearerOf(
  request: FastifyRequest,
  readTokens: ReadTokens,
  scope: TokenScope,
): Promise<Token> {
  const tokens = await readTokens();
  if (tokens.length === 0) {
    throw httpFault('RUNS_OFF', "this is off because there is no token; see 'serve token'");
  }
  const [, sent] = /^Bearer ([\w~+/.=-]{1,200})$/.exec(request.headers.authorization ?? '') ?? [];
  const token = sent === undefined ? undefined : findToken(tokens, sent);
  if (!token) throw httpFault('TOKEN_INVALID', "send 'Authorization: Bearer <token>'");
  if (scope === 'run' && token.scope !== 'run') {
    throw httpFault('SCOPE_MISSING', `token '${token.name}' may read but not start jobs`);
  }
  return token;
}

/** A hook that lets a request through only with a token of a scope. */
export function needsToken(readTokens: ReadTokens, scope: TokenScope) {
  return async (request: FastifyRequest): Promise<void> => {
    await bearerOf(request, readTokens, scope);
  };
}
