import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { type DataFolder, PROGRAM_FOLDER, SEED_FOLDER } from '../../disk/data-folder.js';
import { readHead, readSnapshot, versionFile } from '../../extract/archive/archive.js';
import { readAllBodies } from '../../extract/archive/read-pages.js';
import { CLI } from '../run-cli.js';
import { tempData } from '../temp-folder.js';
import { type Lists, replay } from './replay-server.js';

const KILLS = 25;
const LISTS = ['races', 'results', 'qualifying', 'sprint'];
const ANSWER_AFTER_MS = 20;

test(`after kill -9 at ${KILLS} random moments no finished request is repeated`, async () => {
  const data = await tempData();
  const world = await seedLists();
  const server = await replay(world, (request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const list = url.pathname.replace(/^\/f1\/|\/$/g, '');
    const body = world[list]?.[Number(url.searchParams.get('offset')) / 100];
    setTimeout(() => response.writeHead(200).end(body), ANSWER_AFTER_MS);
    return true;
  });

  for (let kill = 0; kill < KILLS; kill++) {
    const finished = await journaled(data);
    server.asked.length = 0;
    const run = startExtract(data, server.baseUrl);
    await Promise.race([firstRequest(server.asked), once(run, 'exit')]);
    await sleep(Math.random() * 300);
    run.kill('SIGKILL');
    if (run.exitCode === null && run.signalCode === null) await once(run, 'exit');
    expect(server.asked.filter((name) => finished.has(name))).toEqual([]);
    if (await readHead(data.archive)) break;
  }

  const last = startExtract(data, server.baseUrl);
  if (last.exitCode === null) await once(last, 'exit');
  const { lists } = await readSnapshot(data.archive);
  expect(Object.keys(lists)).toEqual(LISTS.toSorted());
  for (const [list, { version }] of Object.entries(lists)) {
    const pages = gunzipSync(await readFile(versionFile(data.archive, list, version)));
    expect(pages.toString()).toBe(world[list]?.map((page) => `${page}\n`).join(''));
  }
});

async function seedLists(): Promise<Lists> {
  const { lists } = await readSnapshot(SEED_FOLDER);
  const world: Record<string, string[]> = {};
  for (const list of LISTS) {
    const bodies = await readAllBodies(SEED_FOLDER, list, lists[list]?.version ?? '');
    world[list] = bodies.map((body) => body.toString());
  }
  return world;
}

function startExtract(data: DataFolder, baseUrl: string): ChildProcess {
  const where = ['--data', data.root, '--base-url', baseUrl, '--no-seed'];
  const what = ['--rate', 'off', '--only', LISTS.join()];
  const args = [CLI, 'extract', ...where, ...what];
  const run = spawn(process.execPath, args, { cwd: PROGRAM_FOLDER, stdio: 'ignore' });
  onTestFinished(() => void run.kill('SIGKILL'));
  return run;
}

async function firstRequest(asked: readonly string[]) {
  while (asked.length === 0) await sleep(5);
}

/** The pages that the journal holds whole, as the server names them. */
async function journaled({ archive }: DataFolder): Promise<Set<string>> {
  const text = await readFile(join(archive, 'journal.ndjson'), 'utf8').catch(() => '');
  const names = new Set<string>();
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const page = /^\{"page":"([^"]+)","offset":(\d+),"bytes":(\d+)/.exec(line);
    // A line that is followed by another one is whole.
    if (page && lines[index + 2] !== undefined) names.add(`${page[1]}?${page[2]}`);
    const list = /^\{"list":"([^"]+)"/.exec(line)?.[1];
    if (list) for (let offset = 0; offset < 30_000; offset += 100) names.add(`${list}?${offset}`);
  }
  return names;
}
