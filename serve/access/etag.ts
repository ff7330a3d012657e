import type { FastifyRequest } from 'fastify';

/** Whether the client has this version already. Proxies that compress mark tags as weak. */
export function isUnchanged(request: FastifyRequest, etag: string): boolean {
  const sent = request.headers['if-none-match'] ?? '';
  return sent.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}
