import type { FastifyRequest } from 'fastify';
import { httpFault } from './http-fault.js';
import { findToken, type Scope, type Token } from './tokens.js';

/**
 * The token in a request's header, checked for its scope.
 *
 * @throws {HttpFault} RUNS_OFF without any token, TOKEN_INVALID, SCOPE_MISSING
 */
export function bearerOf(request: FastifyRequest, tokens: readonly Token[], scope: Scope): Token {
  if (tokens.length === 0) {
    throw httpFault('RUNS_OFF', "jobs are off because there is no token; see 'serve token'");
  }
  const [, sent] = /^Bearer ([\w~+/.=-]{1,200})$/.exec(request.headers.authorization ?? '') ?? [];
  const token = sent === undefined ? undefined : findToken(tokens, sent);
  if (!token) throw httpFault('TOKEN_INVALID', "send 'Authorization: Bearer <token>'");
  if (scope === 'run' && token.scope !== 'run') {
    throw httpFault('SCOPE_MISSING', `token '${token.name}' may read but not start jobs`);
  }
  return token;
}
