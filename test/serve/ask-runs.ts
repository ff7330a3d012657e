import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Run, runSchema } from '../../serve/jobs/run-file.js';

/** Asks a server about its jobs, as the holder of a token. */
export function askRuns(url: string, holder: string) {
  const ask = (method: string, path = '', body?: object, token = holder) =>
    fetch(`${url}/api/v1/runs${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const start = async (body: object): Promise<Run> => {
    const response = await ask('POST', '', body);
    expect(response.status).toBe(202);
    return runSchema.parse(await response.json());
  };
  const ended = async (id: string): Promise<Run> => {
    for (;;) {
      const run = runSchema.parse(await (await ask('GET', `/${id}`)).json());
      if (run.state !== 'running') return run;
      await sleep(20);
    }
  };
  return { ask, start, ended };
}
