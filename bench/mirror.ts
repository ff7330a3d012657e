import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupBy } from '../command/group-by.js';
import { silentProgress } from '../command/progress.js';
import { dataFolder, SEED_FOLDER } from '../disk/data-folder.js';
import { readSnapshot } from '../extract/archive/archive.js';
import { extract } from '../extract/extract.js';
import { EVERYTHING } from '../extract/plan/extract-request.js';
import { serve } from '../serve/serve.js';
import { isStandInHere, runStandIn } from '../test/extract/run-stand-in.js';
import {
  compareServers,
  type Difference,
  extractionUrls,
  isQualifyingList,
  oddUrls,
  otherUrls,
  standingsUrls,
} from '../test/serve/compare.js';
import { transform } from '../transform/transform.js';

const MOST_SHOWN = 3;
/** The day after the last round that the recording has: later ones are not due yet. */
const AFTER_RECORDING = '2026-07-27T18:00:00Z';

/**
 * Every request of a full extraction, and more, to our mirror and to the stand-in for Jolpica;
 * what corrections change; and an extraction of all that, from our mirror and from the stand-in.
 */
export async function bench(): Promise<string> {
  if (!isStandInHere) return 'mirror: skipped, no stand-in for Jolpica beside this clone';
  const data = dataFolder(await mkdtemp(join(tmpdir(), 'lyzer-bench-')));
  const standIn = await runStandIn('--today');
  await transform({ data }, silentProgress);
  const where = { data, host: '127.0.0.1', port: 0 };
  const none = join(data.root, 'none');
  const plain = await serve({ ...where, correctionsFolder: none }, silentProgress);
  const corrected = await serve(where, silentProgress);
  try {
    const snapshot = await readSnapshot(SEED_FOLDER);
    const ours = `${plain.url}/ergast/f1`;
    const fixed = `${corrected.url}/ergast/f1`;
    const isWhole = (url: string) => !isQualifyingList(url);
    const all = extractionUrls(snapshot);
    const pages = all.filter(isWhole);
    const cut = all.filter(isQualifyingList);
    const odd = oddUrls(snapshot).filter(isWhole);
    const others = otherUrls().filter(isWhole);
    return [
      'mirror against the stand-in for Jolpica: status, redirect and every byte of the body',
      ...(await compared('every page of a full extraction', standIn.baseUrl, ours, pages)),
      ...(await compared('other limits and offsets', standIn.baseUrl, ours, odd)),
      ...(await compared('by round, and what is refused', standIn.baseUrl, ours, others)),
      ...(await compared("pages of qualifying, in today's order", standIn.baseUrl, ours, cut)),
      ...(await compared('standings after rounds', standIn.baseUrl, ours, standingsUrls(snapshot))),
      ...(await compared('what corrections change', ours, fixed, pages)),
      ...(await extracted(standIn.baseUrl, ours)),
    ].join('\n');
  } finally {
    standIn.stop();
    await plain.close();
    await corrected.close();
    await rm(data.root, { recursive: true, force: true });
  }
}

async function compared(name: string, theirs: string, ours: string, urls: readonly string[]) {
  const startMs = performance.now();
  const differences = await compareServers(theirs, ours, urls);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  const head = `  ${name}: ${urls.length} requests, ${differences.length} differ, ${seconds} s`;
  return [head, ...shown(differences)];
}

/** Our own extractor, pointed at our mirror and at the stand-in: what differs in the archives. */
async function extracted(theirs: string, ours: string): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), 'lyzer-bench-'));
  try {
    const mine = await extractAll(join(root, 'ours'), ours);
    const others = await extractAll(join(root, 'theirs'), theirs);
    const names = [...new Set([...Object.keys(mine), ...Object.keys(others)])];
    // The file is named by its hash: equal names, equal bytes.
    const differ = names.filter((name) => mine[name]?.sha256 !== others[name]?.sha256);
    const head = `  extracted from the mirror: ${names.length} lists, ${differ.length} differ`;
    return [head, ...differ.map((name) => `    ${name}`)];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function extractAll(root: string, baseUrl: string) {
  const data = dataFolder(root);
  const { signal } = new AbortController();
  const how = { concurrency: 8, seed: false, now: new Date(AFTER_RECORDING), signal };
  const options = { data, source: { baseUrl }, request: EVERYTHING, ...how };
  const { snapshot } = await extract(options, silentProgress);
  return (await readSnapshot(data.archive, snapshot)).lists;
}

/** The first differences with what they are, and the rest by season and resource. */
function shown(differences: readonly Difference[]): string[] {
  const lines = differences
    .slice(0, MOST_SHOWN)
    .map(({ url, theirs, ours }) => `    ${url}\n      theirs ${theirs}\n      ours   ${ours}`);
  if (differences.length <= MOST_SHOWN) return lines;
  const groups = groupBy(differences, ({ url }) => {
    const parts = new URL(url, 'http://127.0.0.1').pathname.replace(/\.json|\/$/g, '').split('/');
    return `${/^\d{4}$/.test(parts[1] ?? '') ? parts[1] : 'all seasons'} ${parts.at(-1)}`;
  });
  const names = [...groups].map(([name, group]) => `${name} ${group.length}`);
  return [...lines, `    by season and resource: ${names.sort().join(', ')}`];
}
