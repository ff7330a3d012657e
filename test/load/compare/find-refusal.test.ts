import { describe, expect, test } from 'vitest';
import { type ComparedTable, findRefusal } from '../../../load/compare/find-refusal.js';

const SNAPSHOT = '20260728T181500Z-00000002';

/** A table of the target with rows per season (null: it has no seasons), and what a load leaves. */
function compared(
  table: string,
  before: readonly (readonly [season: number | null, rows: number])[],
  after: readonly (readonly [season: number | null, rows: number])[],
): ComparedTable {
  const [schema = '', name = ''] = table.split('.');
  const groups = (seasons: typeof before) =>
    seasons.map(([season, rows]) => ({ season, rows, checksum: `${rows}`.padStart(16, '0') }));
  const sum = (seasons: typeof before) => seasons.reduce((all, [, rows]) => all + rows, 0);
  return {
    pair: {
      lake: { schema, name, rows: sum(after), file: '', columns: [], checksum: '' },
      target: { oid: 1, schema, name, columns: [], key: [] },
    },
    lakeChecksums: groups(after),
    targetChecksums: groups(before),
    differences: { removed: { path: '', rows: sum(before) - sum(after), bytes: 0 } },
  };
}

function isRefused(...tables: readonly ComparedTable[]): boolean {
  return findRefusal(SNAPSHOT, undefined, tables) !== null;
}

describe('of a table without seasons', () => {
  test.each([
    // A handful may go, whatever part of the table that is.
    [3, 2, false],
    [12, 2, false],
    [13, 2, true],
    // Of 865 drivers, 43 are not more than 5 %.
    [865, 822, false],
    [865, 821, true],
    // All rows: never unasked.
    [1, 0, true],
    [865, 0, true],
  ])('of %i rows %i stay: refused %s', (before, after, refused) => {
    const left = after === 0 ? [] : [[null, after] as const];
    expect(isRefused(compared('lyzer.driver', [[null, before]], left))).toBe(refused);
  });
});

describe('of a table with seasons', () => {
  const RACES = [
    [1950, 7],
    [2024, 24],
    [2025, 24],
    [2026, 24],
  ] as const;

  test('a calendar that loses two races is loaded unasked', () => {
    const after = [...RACES.slice(0, 3), [2026, 22] as const];
    expect(isRefused(compared('lyzer.race', RACES, after))).toBe(false);
  });

  test('a whole season is refused, however small', () => {
    expect(isRefused(compared('lyzer.race', RACES, RACES.slice(1)))).toBe(true);
  });

  test('the seasons that go are named, and those that only shrink are not', () => {
    const table = compared('lyzer.race', RACES, [
      [2024, 24],
      [2025, 12],
    ]);
    expect(findRefusal(SNAPSHOT, undefined, [table])?.removals).toEqual([
      { schema: 'lyzer', name: 'race', rows: 79, removed: 43, lostSeasons: [1950, 2026] },
    ]);
  });

  test('a title that is open again goes from its metric, a season of laps does not', () => {
    const titles = [
      [2025, 2],
      [2026, 1],
    ] as const;
    expect(isRefused(compared('lyzer_metrics.title', titles, titles.slice(0, 1)))).toBe(false);
    const stints = [
      [2025, 1000],
      [2026, 11],
    ] as const;
    expect(isRefused(compared('lyzer_metrics.stint', stints, stints.slice(0, 1)))).toBe(true);
  });

  test('a table that is empty, stays so or is filled is no reason', () => {
    const empty = compared('lyzer.sprint_qualifying_result', [], []);
    expect(isRefused(empty, compared('lyzer.sprint_result', [], [[2026, 22]]))).toBe(false);
  });
});

describe('of two snapshots', () => {
  const last = (snapshot: string) => ({ id: 7, snapshot, fingerprint: '', tables: new Map() });

  test.each([
    ['an older one', '20260728T181501Z-00000001', { id: 7, snapshot: '20260728T181501Z-00000001' }],
    ['the same', SNAPSHOT, undefined],
    ['another of the same second', '20260728T181500Z-ffffffff', undefined],
    ['a newer one', '20260727T235959Z-00000001', undefined],
    ['one whose time nobody knows', 'zzz', undefined],
  ])('%s after load 7', (_, lastSnapshot, newerLoad) => {
    expect(findRefusal(SNAPSHOT, last(lastSnapshot), [])?.newerLoad).toEqual(newerLoad);
  });
});

test('the table that loses most comes first', () => {
  const refusal = findRefusal(SNAPSHOT, undefined, [
    compared('lyzer.circuit', [[null, 78]], []),
    compared('lyzer.driver', [[null, 865]], []),
  ]);
  expect(refusal?.removals.map(({ name }) => name)).toEqual(['driver', 'circuit']);
});
