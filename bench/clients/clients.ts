import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { groupBy } from '../../command/group-by.js';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { causeText } from '../../fault/fault.js';
import { serve } from '../../serve/serve.js';
import { transform } from '../../transform/transform.js';
import { runProcess } from '../measure.js';

const HERE = import.meta.dirname;
/** None of them is a dependency of ours: they are installed into a temporary folder. */
const NODE_CLIENTS = ['f1-api@1.2.0', 'ergast-client@0.2.9'];

const callSchema = z.object({ client: z.string(), name: z.string(), detail: z.string() });
type Call = z.infer<typeof callSchema>;

/** Clients of the Ergast API that people use, pointed at our mirror: how many calls work. */
export async function bench(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-bench-'));
  const data = dataFolder(join(folder, 'data'));
  await transform({ data }, silentProgress);
  // Without corrections, so that laps without places stay as they are.
  const correctionsFolder = join(folder, 'none');
  const where = { data, host: '127.0.0.1', port: 0, correctionsFolder };
  const server = await serve(where, silentProgress);
  const baseUrl = `${server.url}/ergast/f1`;
  try {
    const python = await attempt('Python', () => callPython(folder, baseUrl));
    const node = await attempt('Node', () => callNode(folder, baseUrl));
    return ['calls of clients to the mirror', ...python, ...node].join('\n');
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function callPython(folder: string, baseUrl: string): Promise<string> {
  const venv = join(folder, 'venv');
  await runProcess('python3', ['-m', 'venv', venv]);
  const quiet = ['--quiet', '--disable-pip-version-check'];
  const requirements = ['--requirement', join(HERE, 'requirements.txt')];
  await runProcess(join(venv, 'bin', 'pip'), ['install', ...quiet, ...requirements]);
  return runProcess(join(venv, 'bin', 'python'), [join(HERE, 'clients.py'), baseUrl]);
}

async function callNode(folder: string, baseUrl: string): Promise<string> {
  await writeFile(join(folder, 'package.json'), '{}');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
  await runProcess('npm', ['install', '--prefix', folder, ...quiet, ...NODE_CLIENTS]);
  return runProcess(process.execPath, [join(HERE, 'clients.cjs'), baseUrl, folder]);
}

/** Their counts, or why they were skipped. */
async function attempt(language: string, call: () => Promise<string>): Promise<string[]> {
  let printed: string;
  try {
    printed = await call();
  } catch (error) {
    return [`  clients in ${language}: skipped, ${causeText(error)}`];
  }
  const calls = printed
    .trim()
    .split('\n')
    .map((line) => callSchema.parse(JSON.parse(line)));
  return [...groupBy(calls, ({ client }) => client)].flatMap(([client, made]) =>
    describe(client, made),
  );
}

function describe(client: string, calls: readonly Call[]): string[] {
  const failed = calls.filter(({ detail }) => detail !== '');
  const head = `  ${client}: ${calls.length - failed.length} of ${calls.length}`;
  return [head, ...failed.map(({ name, detail }) => `    ${name}: ${detail}`)];
}
