import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** How the way to Postgres misbehaves. */
export const PROXY_FAULTS = ['cut', 'stall', 'delay'] as const;
export type ProxyFault = (typeof PROXY_FAULTS)[number];

/** A way to Postgres on loopback that breaks when told to. */
export type ServerProxy = {
  readonly port: number;
  /** Misbehaves once so many bytes passed, both ways together. */
  misbehave(fault: ProxyFault, afterBytes: number): void;
  /** Behaves again, and ends the connections that there are. */
  behave(): void;
  stop(): void;
};

const DELAY_MS = 15;

/** Opens a way to the server that listens on `toPort` of loopback. */
export async function openProxy(toPort: () => number): Promise<ServerProxy> {
  const sockets = new Set<Socket>();
  let plan: { fault: ProxyFault; left: number } | undefined;
  const pass = (from: Socket, into: Socket) => {
    let turn: Promise<unknown> = Promise.resolve();
    from.on('data', (part) => {
      if (plan) plan.left -= part.length;
      const fault = plan && plan.left < 0 ? plan.fault : undefined;
      if (fault === 'cut') from.destroy();
      else if (fault === 'stall') from.pause();
      else {
        const delayMs = fault === 'delay' ? DELAY_MS : 0;
        turn = turn.then(() => after(delayMs, () => into.write(part)));
      }
    });
    // What is on the way arrives before the end does.
    from.on('close', () => void turn.then(() => into.destroy()));
  };
  const server = createServer((client) => {
    const upstream = connect(toPort(), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    }
    pass(client, upstream);
    pass(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const end = () => {
    plan = undefined;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    misbehave(fault, afterBytes) {
      plan = { fault, left: afterBytes };
    },
    behave: end,
    stop() {
      end();
      server.close();
    },
  };
}

function after(delayMs: number, work: () => void): Promise<void> | undefined {
  if (delayMs === 0) return void work();
  return new Promise((resolve) =>
    setTimeout(() => {
      work();
      resolve();
    }, delayMs),
  );
}
