import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Job, jobSchema } from '../../serve/jobs/job-file.js';

/** Sends requests about jobs to a server, with a token. */
export function askJobs(url: string, holder: string) {
  const ask = (method: string, path = '', body?: object, token = holder) =>
    fetch(`${url}/api/v1/runs${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const start = async (body: object): Promise<Job> => {
    const response = await ask('POST', '', body);
    expect(response.status).toBe(202);
    return jobSchema.parse(await response.json());
  };
  const ended = async (id: string): Promise<Job> => {
    for (;;) {
      const job = jobSchema.parse(await (await ask('GET', `/${id}`)).json());
      if (job.state !== 'running') return job;
      await sleep(20);
    }
  };
  const list = async () => (await ask('GET')).json();
  return { ask, start, ended, list };
}
