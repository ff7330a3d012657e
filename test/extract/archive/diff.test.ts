import { expect, test } from 'vitest';
import { diffSnapshots } from '../../../extract/archive/diff.js';
import { describeDiff } from '../../../extract/archive/diff-command.js';
import { tempData } from '../../temp-folder.js';
import { addSnapshot, type Bodies, drivers, idOf, results } from '../hand-made.js';

async function diffOf(was: Bodies, is: Bodies) {
  const { archive } = await tempData();
  const from = await addSnapshot(archive, 1, was);
  return diffSnapshots(archive, from, await addSnapshot(archive, 2, is));
}

test('a row told otherwise is shown field by field, by its natural key', async () => {
  const diff = await diffOf(
    { results: results(['21', 'norris', '25'], ['22', 'norris', '18']) },
    { results: results(['21', 'norris', '25'], ['22', 'norris', '0']) },
  );
  expect(diff).toEqual({
    from: idOf(1),
    to: idOf(2),
    lists: { added: [], changed: ['results'], removed: [] },
    counts: [],
    changes: [
      {
        resource: 'results',
        key: '2025/22/norris/4/mclaren',
        fields: [{ field: 'points', old: '18', new: '0' }],
      },
    ],
  });
  expect(describeDiff(diff)).toMatch(/2025\/22\/norris\/4\/mclaren.*points 18 → 0/);
});

test('rows added and removed are counted by round', async () => {
  const diff = await diffOf(
    { results: results(['21', 'norris', '25'], ['22', 'norris', '18']) },
    { results: results(['22', 'norris', '18'], ['23', 'norris', '12'], ['23', 'piastri', '18']) },
  );
  expect(diff.changes).toEqual([]);
  expect(diff.counts).toEqual([
    { resource: 'results', round: '2025/23', added: 2, removed: 0 },
    { resource: 'results', round: '2025/21', added: 0, removed: 1 },
  ]);
});

test('rows that belong to no round are counted together', async () => {
  const diff = await diffOf(
    { drivers: drivers({ driverId: 'norris' }, { driverId: 'piastri', code: 'PIA' }) },
    { drivers: drivers({ driverId: 'hamilton' }, { driverId: 'piastri' }) },
  );
  expect(diff.counts).toEqual([{ resource: 'drivers', round: undefined, added: 1, removed: 1 }]);
  expect(diff.changes).toEqual([
    {
      resource: 'drivers',
      key: 'piastri',
      fields: [{ field: 'code', old: 'PIA', new: undefined }],
    },
  ]);
});

test('a list of one round counts as a change only where its rows differ from the global list', async () => {
  const global = { results: results(['21', 'norris', '25'], ['22', 'norris', '18']) };
  const same = await diffOf(global, { '2025/22/results': results(['22', 'norris', '18']) });
  expect(same.lists.added).toEqual(['2025/22/results']);
  expect(same).toMatchObject({ counts: [], changes: [] });
  expect(describeDiff(same)).toMatch(/1 added, 0 changed, 0 removed\.\nNo row differs/);
  const other = await diffOf(global, { '2025/22/results': results(['22', 'norris', '0']) });
  expect(other.changes.map(({ key }) => key)).toEqual(['2025/22/norris/4/mclaren']);
  expect(other.counts).toEqual([]);
});

test('a row that the newer list of its round lacks is removed', async () => {
  const diff = await diffOf(
    { results: results(['22', 'norris', '18'], ['22', 'piastri', '12']) },
    { '2025/22/results': results(['22', 'norris', '18']) },
  );
  expect(diff.counts).toEqual([{ resource: 'results', round: '2025/22', added: 0, removed: 1 }]);
});

test('a list of one season adds drivers to the global list and takes none away', async () => {
  const global = { drivers: drivers({ driverId: 'moss' }, { driverId: 'norris' }) };
  const season = { '2026/drivers': drivers({ driverId: 'norris' }, { driverId: 'lindblad' }) };
  const diff = await diffOf(global, season);
  expect(diff.counts).toEqual([{ resource: 'drivers', round: undefined, added: 1, removed: 0 }]);
});

test('a snapshot and itself differ in nothing', async () => {
  const { archive } = await tempData();
  const only = await addSnapshot(archive, 1, { drivers: drivers({ driverId: 'norris' }) });
  const diff = await diffSnapshots(archive, only, only);
  expect(diff).toMatchObject({ lists: { added: [], changed: [], removed: [] }, changes: [] });
});
