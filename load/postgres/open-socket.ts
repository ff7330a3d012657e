import { connect, type Socket } from 'node:net';

type Address = { readonly host: string; readonly port: number };

/**
 * Returns a connected socket with TCP_NODELAY. Without it, npm postgres waits for the server's
 * delayed ACK: 40 ms at the end of every COPY.
 */
export function openSocket({ host, port }: Address, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // npm postgres compares the certificate's name with `host`.
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
