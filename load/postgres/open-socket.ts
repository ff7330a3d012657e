import { connect, type Socket } from 'node:net';

type Address = { readonly host: string; readonly port: number };

/**
 * A connected socket that sends small packets at once. npm postgres's own waits for
 * the other side's delayed acknowledgement: 40 ms at the end of every COPY.
 */
export function openSocket({ host, port }: Address, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // npm postgres takes the name to hold a certificate against from `host`.
    const socket = Object.assign(connect({ host, port, noDelay: true }), { host, port });
    socket.setTimeout(timeoutMs, () => {
      socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}
