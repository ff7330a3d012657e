import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../../load/postgres/embedded/run-program.js';
import { clusterFolder, readServerFile } from '../../load/postgres/embedded/server-file.js';

/** All of the server's processes, as when the machine goes down; where there is no ps, the first. */
export async function killServer(postgresFolder: string) {
  const cluster = clusterFolder(postgresFolder, await readServerFile(postgresFolder));
  const [pid] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n').map(Number);
  const { output } = await runProgram('ps', ['-e', '-o', 'pid=,ppid=']);
  const processes = output.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const children = processes.filter(([, parent]) => parent === pid);
  for (const one of [pid, ...children.map(([child]) => child)]) {
    try {
      if (one !== undefined && one > 0) process.kill(one, 'SIGKILL');
    } catch (error) {
      // It ended meanwhile.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
