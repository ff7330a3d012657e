import type { FastifyRequest } from 'fastify';
import { httpFault } from './http-fault.js';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** Whether a host is this machine's own, which no other machine reaches. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * A hook for a server that listens at loopback. A page of any site may give its own name our
 * address (DNS rebinding), and would then read all as its own; it can't change the header.
 *
 * @throws {HttpFault} HOST_REFUSED
 */
export async function refuseStrangers(request: FastifyRequest): Promise<void> {
  const host = (request.headers.host ?? '').replace(/:\d{1,5}$/, '').toLowerCase();
  if (isLoopback(host)) return;
  throw httpFault('HOST_REFUSED', "this server is asked as 'localhost' or '127.0.0.1' only");
}
