import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';

/** The stand-in for Jolpica with its full history lies beside the clone where we develop. */
const STAND_IN = join(PROGRAM_FOLDER, '..', 'shared', 'jolpica', 'serve.mjs');

export const isStandInHere = existsSync(STAND_IN);

const statsSchema = z.object({
  requests: z.number(),
  served: z.number(),
  throttled: z.number(),
  faulted: z.number(),
  repeats: z.number(),
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
  urls: z.record(z.string(), z.number()),
});

export type StandIn = {
  readonly baseUrl: string;
  /** What was asked so far. */
  stats(): Promise<z.infer<typeof statsSchema>>;
  /** The pages that were served, sorted, as `list?offset`; those of the new API by address. */
  asked(): Promise<string[]>;
  stop(): void;
};

/** Starts the stand-in on a free port; no limits unless the flags have some. */
export async function runStandIn(...flags: readonly string[]): Promise<StandIn> {
  const rate = flags.includes('--rate') ? [] : ['--rate', 'off'];
  const args = [STAND_IN, '--port', '0', ...rate, ...flags];
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const baseUrl = await firstLine(server);
  const stats = async () => {
    const response = await fetch(new URL('/__stats', baseUrl));
    return statsSchema.parse(await response.json());
  };
  const asked = async () => {
    const urls = Object.keys((await stats()).urls).map((url) => new URL(url, baseUrl));
    const name = ({ pathname, search, searchParams }: URL) =>
      pathname.startsWith('/f1/alpha/')
        ? `${pathname}${search}`
        : `${pathname.replace(/^\/ergast\/f1\/|\/$/g, '')}?${searchParams.get('offset')}`;
    return urls.map(name).toSorted();
  };
  return { baseUrl, stats, asked, stop: () => void server.kill() };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout) for await (const line of createInterface({ input: stdout })) return line;
  throw new Error('the stand-in did not start');
}
