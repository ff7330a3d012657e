import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { addToken, readTokens } from '../../../serve/access/tokens.js';
import { startStandIn, testWithStandIn } from '../../extract/stand-in.js';
import { runCli } from '../../run-cli.js';
import { tempData } from '../../temp-folder.js';
import { askJobs } from '../ask-jobs.js';
import { serveData } from '../served.js';

const shape = { snapshot: z.string(), seconds: z.number(), requests: z.number().positive() };

testWithStandIn('an extract job asks what the command asks, and tells the same', async () => {
  const [ours, theirs] = await Promise.all([startStandIn(), startStandIn()]);
  const [data, twin] = await Promise.all([tempData(), tempData()]);
  const file = join(data.root, 'tokens.json');
  const token = await addToken(file, 'ci', 'run');
  const tokens = () => readTokens(file, {});
  const server = await serveData(data, { tokens, baseUrl: ours.baseUrl });
  const { start, ended } = askJobs(server.url, token);
  const options = { seasons: '1950', only: 'races,results', force: true };
  const { id } = await start({ kind: 'extract', options });
  const wish = ['--seasons', '1950', '--only', 'races,results', '--force'];
  const where = ['--base-url', theirs.baseUrl, '--data', twin.root, '--json'];
  const [run, command] = await Promise.all([ended(id), runCli('extract', ...wish, ...where)]);
  expect([run.state, run.fault]).toEqual(['done', undefined]);
  expect(command.code, command.stderr).toBe(0);
  expect(countsOf(run.result)).toEqual(countsOf(JSON.parse(command.stdout)));
  expect(await ours.asked()).toEqual(await theirs.asked());
  expect((await ours.asked()).length).toBeGreaterThan(0);
});

/** Without seconds and the snapshot, whose name has the time in it. */
function countsOf(result: unknown) {
  const { snapshot, seconds, ...counts } = z.looseObject(shape).parse(result);
  return counts;
}
