import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder, SEED_FOLDER } from '../command/data-folder.js';
import { silentProgress } from '../command/progress.js';
import { readSnapshot } from '../extract/archive.js';
import { serve } from '../serve/serve.js';
import { isStandInHere, runStandIn } from '../test/extract/run-stand-in.js';
import {
  compareServers,
  type Difference,
  extractionUrls,
  oddUrls,
  otherUrls,
  standingsUrls,
} from '../test/serve/compare.js';
import { transform } from '../transform/transform.js';

const MOST_SHOWN = 20;

/** Every request of a full extraction, and more, to our mirror and to the stand-in for Jolpica. */
export async function bench(): Promise<string> {
  if (!isStandInHere) return 'mirror: skipped, no stand-in for Jolpica beside this clone';
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-bench-'));
  const standIn = await runStandIn();
  const data = dataFolder(folder);
  await transform({ data }, silentProgress);
  const server = await serve({ data, host: '127.0.0.1', port: 0 }, silentProgress);
  try {
    const snapshot = await readSnapshot(SEED_FOLDER);
    const ours = `${server.url}/ergast/f1`;
    const lines = [
      'mirror against the stand-in for Jolpica: status, redirect and every byte of the body',
    ];
    const groups: Record<string, readonly string[]> = {
      'every page of a full extraction': extractionUrls(snapshot),
      'the same lists, other limits and offsets': oddUrls(snapshot),
      'by season and round, and what is refused': otherUrls(),
      'standings after every round': standingsUrls(snapshot),
    };
    for (const [name, urls] of Object.entries(groups)) {
      const startMs = performance.now();
      const differences = await compareServers(standIn.baseUrl, ours, urls);
      const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
      lines.push(`  ${name}: ${urls.length} requests, ${differences.length} differ, ${seconds} s`);
      lines.push(...shown(differences));
    }
    return lines.join('\n');
  } finally {
    standIn.stop();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function shown(differences: readonly Difference[]): string[] {
  const lines = differences
    .slice(0, MOST_SHOWN)
    .map(({ url, theirs, ours }) => `    ${url}\n      theirs ${theirs}\n      ours   ${ours}`);
  const more = differences.length - lines.length;
  return more > 0 ? [...lines, `    and ${more} more`] : lines;
}
