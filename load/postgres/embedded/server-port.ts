import { createServer } from 'node:net';
import { causeText } from '../../../fault/fault.js';
import { commonFault } from '../../../fault/faults.js';

// Below the ports that systems use for outgoing connections.
const FIRST_PORT = 15_400;
const PORT_COUNT = 1_000;

/**
 * Returns the port to start on: the given one, else the last one if it is free, else any free one.
 *
 * @throws {Fault} PORT_IN_USE if the given port is not free
 */
export async function choosePort(wanted: number | undefined, kept: number | null) {
  if (wanted !== undefined) {
    await refuseTaken(wanted);
    return wanted;
  }
  if (kept !== null && (await isFree(kept))) return kept;
  const start = Math.floor(Math.random() * PORT_COUNT);
  for (let step = 0; step < PORT_COUNT; step++) {
    const port = FIRST_PORT + ((start + step) % PORT_COUNT);
    if (await isFree(port)) return port;
  }
  throw commonFault(
    'PORT_IN_USE',
    `no free port from ${FIRST_PORT} to ${FIRST_PORT + PORT_COUNT - 1}; choose one with 'npm run db -- start --port N'`,
  );
}

async function refuseTaken(port: number) {
  try {
    await listenBriefly(port);
  } catch (error) {
    throw commonFault(
      'PORT_IN_USE',
      `cannot listen on port ${port} (${causeText(error)}); choose another with --port, or leave --port out`,
    );
  }
}

async function isFree(port: number): Promise<boolean> {
  return listenBriefly(port).then(
    () => true,
    () => false,
  );
}

function listenBriefly(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve()),
    );
  });
}
