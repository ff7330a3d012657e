import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chaos, type Round } from '../../chaos/chaos.js';

// A few rounds of a fixed seed: docs/reliability.md, "Chaos", has the long runs.
const SEED = 16;
const ROUNDS = 8;

test(`${ROUNDS} rounds of chaos break no promise, and leave nothing behind`, async () => {
  const rounds: Round[] = [];
  const result = await chaos({
    ...{ seed: SEED, from: 0, rounds: ROUNDS, minutes: Number.POSITIVE_INFINITY },
    signal: new AbortController().signal,
    onRound: (round) => rounds.push(round),
  });
  expect(result.failed).toEqual([]);
  expect(rounds).toHaveLength(ROUNDS);
  expect(existsSync(result.folder)).toBe(false);
});
