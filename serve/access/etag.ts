import type { FastifyRequest } from 'fastify';

/** Whether a client holds this version already; proxies that compress mark tags as weak. */
export function isHeld(request: FastifyRequest, etag: string): boolean {
  const sent = request.headers['if-none-match'] ?? '';
  return sent.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}
