import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { Progress } from '../../command/progress.js';
import { readHead } from '../../extract/archive/archive.js';
import { type ExtractOptions, extract } from '../../extract/extract.js';
import { EVERYTHING } from '../../extract/plan/extract-request.js';
import { tempData } from '../temp-folder.js';
import { replay } from './replay-server.js';

/** An extraction with what its bar said. */
async function extractFrom(baseUrl: string, more: Partial<ExtractOptions>) {
  const data = await tempData();
  const said: string[] = [];
  const task = { step() {}, total() {}, say: (text: string) => said.push(text), end() {} };
  const progress: Progress = { task: () => task, note() {} };
  const { signal } = new AbortController();
  const how = { data, source: { baseUrl }, request: EVERYTHING, signal, concurrency: 4 };
  const options = { ...how, seed: false, firstDelayMs: 1, ...more };
  const error = await extract(options, progress).then(
    () => undefined,
    (fault) => fault,
  );
  return { data, said, error };
}

/** An address where nobody listens. */
async function deadAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/f1`;
}

test('at a dead address the bar says why, and the run ends with what to check', async () => {
  const baseUrl = await deadAddress();
  const { data, said, error } = await extractFrom(baseUrl, {});
  const reason = /no answer: connect ECONNREFUSED 127\.0\.0\.1:\d+$/;
  expect(said.filter((text) => reason.test(text)).length).toBeGreaterThan(0);
  expect(error?.message).toMatch(
    /^NO_ANSWER: nothing answers at 'http:\/\/127.*' \(connect ECONNREFUSED .*\); check the network and --base-url, /,
  );
  expect(await readHead(data.archive)).toBeUndefined();
});

test('where nothing has answered in time, the first failure ends the run', async () => {
  const server = await replay({}, () => true);
  const { error } = await extractFrom(server.baseUrl, { firstAnswerWithinMs: 50 });
  expect(error?.message).toMatch(/^NO_ANSWER: .*\(no answer within 0\.05 s\)/);
  expect(server.asked.length).toBeLessThanOrEqual(4);
});
