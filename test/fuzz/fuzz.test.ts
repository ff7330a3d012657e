import { expect, test } from 'vitest';
import { fuzz, type Judged } from './fuzz.js';
import { randomOf } from './random.js';

test('pages that lie are refused, warned of, or change no table', async () => {
  const judged: Judged[] = [];
  const onJudged = (one: Judged) => void judged.push(one);
  const { failures } = await fuzz({ seed: 1, count: 60, onJudged });
  expect(failures.map(({ index, kind, field, why }) => ({ index, kind, field, why }))).toEqual([]);
  expect(judged).toHaveLength(60);
  const ends = new Set(judged.map(({ end }) => end));
  expect([...ends]).toEqual(
    expect.arrayContaining(['not fetched', 'refused', 'warned', 'unchanged']),
  );
  // A refusal by the contract names list, page and path.
  const broken = judged.find(({ why }) => why.startsWith('CONTRACT_BROKEN'));
  expect(broken?.why).toMatch(/list '[\w/]+', page at offset \d+, '\$\./);
});

test('a mutation alone is the same as among others', async () => {
  const judged: Judged[] = [];
  const onJudged = ({ ms: _, ...one }: Judged) => void judged.push({ ...one, ms: 0 });
  await fuzz({ seed: 7, count: 4, onJudged });
  await fuzz({ seed: 7, count: 4, only: 3, onJudged });
  expect(judged[4]).toEqual(judged[3]);
  expect(randomOf(7, 3).below(1e9)).not.toBe(randomOf(8, 3).below(1e9));
});
