/** Runs one benchmark: `npm run bench -- <name>`. Each prints its figures and what they are compared with. */
const BENCHMARKS: Record<string, () => Promise<{ bench(): Promise<string> }>> = {
  clients: () => import('./clients/clients.js'),
  extract: () => import('./extract.js'),
  load: () => import('./load.js'),
  'load-peers': () => import('./load-peers.js'),
  standings: () => import('./standings.js'),
  metrics: () => import('./metrics.js'),
  mirror: () => import('./mirror.js'),
  neighbours: () => import('./neighbours.js'),
  serve: () => import('./serve.js'),
  transform: () => import('./transform.js'),
};

const name = process.argv[2] ?? '';
const load = BENCHMARKS[name];
if (load) {
  const { bench } = await load();
  process.stdout.write(`${await bench()}\n`);
} else {
  const known = Object.keys(BENCHMARKS).join(', ');
  process.stderr.write(`BENCH_UNKNOWN: no benchmark '${name}' (known: ${known}); name one\n`);
  process.exitCode = 2;
}
