import { expect, test } from 'vitest';
import { Fault } from '../../../fault/fault.js';
import { answerQuestion } from '../../../serve/query/answer-question.js';
import { type HostileLake, hostileLake } from '../../transform/lake/hostile-lake.js';
import { askQuery, TOKENS } from '../ask-query.js';
import { serveOneRace } from '../served.js';

const served = serveOneRace({ tokens: TOKENS, query: { withinMs: 120_000 } });
/** A process takes more than a second of one core; the others are asked without one. */
const ONE_OF = 6;

let lake: Promise<HostileLake> | undefined;
function lakeOnce() {
  lake ??= hostileLake(served.data);
  return lake;
}

test('no hostile statement does harm in what a process of a query runs', async () => {
  const { file, proveHarmless } = await lakeOnce();
  await proveHarmless(async (sql) => {
    try {
      const text = await answerQuestion({ file, sql, format: 'csv' }, () => {});
      return { code: 'ANSWERED', text };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { code: error.code, text: error.message };
    }
  });
});

test('nor over HTTP, where the process is sealed', { timeout: 600_000 }, async () => {
  const { proveHarmless } = await lakeOnce();
  await proveHarmless(async (sql) => {
    const response = await askQuery(served.url, sql, { format: 'csv' });
    const text = await response.text();
    if (response.status === 200) return { code: 'ANSWERED', text };
    expect(response.status, text).toBe(400);
    return { code: JSON.parse(text).code, text };
  }, ONE_OF);
});
