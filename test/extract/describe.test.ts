import { expect, test } from 'vitest';
import { describeExtract, describePlan } from '../../extract/describe.js';

test('a plan that asks for nothing says so, without an empty table', () => {
  const words = describePlan({
    ...{ requests: 0, leastRequests: 0, dueRounds: 0, lowerBound: 0, isExact: true },
    ...{ warnings: [], seconds: 0, resources: [] },
    skipped: [{ what: '2 rounds', why: 'still to come' }],
  });
  expect(words).toBe('Nothing to ask for.\n\nLeft out:\n  2 rounds: still to come');
});

test('a plan that hangs on rounds that are due tells a range, and why', () => {
  const words = describePlan({
    ...{ requests: 318, leastRequests: 201, dueRounds: 11, lowerBound: 190, isExact: false },
    ...{ seconds: 80, skipped: [] },
    resources: [{ resource: 'laps', why: 'round-driven', lists: 11, requests: 130 }],
  });
  expect(words).toContain(
    '\n201 to 318 requests: 11 rounds are due, and only their results tell which were driven.\n',
  );
});

test('one list and one request are told as one', () => {
  const words = describeExtract({
    ...{ snapshot: '20260727T181500Z-1f0c9a22', isNew: true, lists: 1_065, fetchedLists: 1 },
    ...{ changedLists: 0, requests: 1, plannedRequests: 1, warnings: [], seconds: 0.4 },
  });
  expect(words).toBe(
    'Snapshot 20260727T181500Z-1f0c9a22 holds 1,065 lists.\n' +
      'Asked for 1 list, of which 0 new or changed, in 1 request and 0.4 s.',
  );
});
