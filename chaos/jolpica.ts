import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pagesOf, type Version } from './world.js';

/** How the stand-in misbehaves. */
export const JOLPICA_FAULTS = ['500', '429', 'reset', 'cut', 'late', 'silent'] as const;
export type JolpicaFault = (typeof JOLPICA_FAULTS)[number];

/** A stand-in for Jolpica on loopback that misbehaves when told to, and counts what it is asked. */
export type Jolpica = {
  readonly baseUrl: string;
  /** When each request came, in milliseconds; oldest first. */
  readonly askedAtMs: number[];
  /** What it answers from now on. */
  version: Version;
  /** Misbehaves for the next `count` requests after `skip` good ones. */
  misbehave(fault: JolpicaFault, skip: number, count: number): void;
  behave(): void;
  stop(): void;
};

const LATE_MS = 1_500;
const ANSWER_MS = 15;
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Starts the stand-in on a free port. */
export async function startJolpica(): Promise<Jolpica> {
  const askedAtMs: number[] = [];
  let plan = { fault: '500' as JolpicaFault, skip: 0, count: 0 };
  const server = createServer((request, response) => {
    askedAtMs.push(performance.now());
    const url = new URL(request.url ?? '', 'http://localhost');
    const list = url.pathname.replace(/^\/f1\/|\/$/g, '');
    const page = Number(url.searchParams.get('offset')) / 100;
    const body = pagesOf(jolpica.version, list)[page] ?? '{"detail":"Bad Request"}';
    if (plan.skip-- > 0 || plan.count-- <= 0) {
      setTimeout(() => response.writeHead(200, JSON_TYPE).end(body), ANSWER_MS);
    } else {
      misanswer(plan.fault, response, body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const jolpica: Jolpica = {
    baseUrl: `http://127.0.0.1:${port}/f1`,
    askedAtMs,
    version: 0,
    misbehave(fault, skip, count) {
      plan = { fault, skip, count };
    },
    behave() {
      plan = { ...plan, skip: 0, count: 0 };
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return jolpica;
}

function misanswer(fault: JolpicaFault, response: ServerResponse, body: string) {
  const half = body.slice(0, body.length / 2);
  if (fault === '500') response.writeHead(500).end('Internal Server Error');
  else if (fault === '429') response.writeHead(429, { 'Retry-After': '1' }).end('{}');
  else if (fault === 'reset') response.destroy();
  else if (fault === 'cut') {
    const length = { 'Content-Length': Buffer.byteLength(body) };
    response.writeHead(200, { ...JSON_TYPE, ...length }).write(half, () => response.destroy());
  } else if (fault === 'late') {
    setTimeout(() => response.writeHead(200, JSON_TYPE).end(body), LATE_MS);
  } else {
    // A body that stalls: half of it, and then nothing.
    response.writeHead(200, JSON_TYPE).write(half);
  }
}
