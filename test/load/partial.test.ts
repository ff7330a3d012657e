import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { type DataFolder, dataFolder } from '../../disk/data-folder.js';
import type { Lists } from '../../extract/archive/snapshot.js';
import { load } from '../../load/load.js';
import { parseTargetUrl } from '../../load/postgres/target-url.js';
import { transform } from '../../transform/transform.js';
import { cutSeed, writePartial } from '../transform/cut-seed.js';
import { removeScratchFolder, startScratchServer, withSql } from './scratch.js';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let data: DataFolder;
let lists: Lists;

beforeAll(async () => {
  scratch = await startScratchServer();
  data = dataFolder(join(scratch.folder, 'data'));
  lists = await cutSeed(data.archive, ['2023/4']);
});

afterAll(() => removeScratchFolder(scratch.folder));

/** Into a new database, what a snapshot of these lists becomes. */
async function loadLists(snapshot: string, names: readonly string[]): Promise<string> {
  const held = Object.entries(lists).filter(([list]) => names.includes(list));
  await writePartial(data.archive, Object.fromEntries(held), snapshot);
  await transform({ data }, silentProgress);
  const url = await scratch.newDatabase();
  await load({ data, target: parseTargetUrl(url) }, silentProgress);
  return url;
}

test('laps alone load: of their drivers no more than the id is known', async () => {
  const url = await loadLists('20261124T064241Z-00000001', ['2023/4/laps']);
  const rows = await withSql(
    url,
    (sql) => sql`select ref, given_name, race_name, count(*)::int as laps
      from lyzer.lap join lyzer.driver using (driver_id) join lyzer.race on race.id = race_id
      where ref in ('perez', 'de_vries') group by ref, given_name, race_name order by ref`,
  );
  // Perez won in Baku over 51 laps; De Vries was out on the tenth.
  expect(rows).toEqual([
    { ref: 'de_vries', given_name: null, race_name: 'Azerbaijan Grand Prix', laps: 9 },
    { ref: 'perez', given_name: null, race_name: 'Azerbaijan Grand Prix', laps: 51 },
  ]);
});

test('one round without calendar and names loads', async () => {
  const names = ['2023/4/results', '2023/4/sprint', '2023/4/qualifying', '2023/4/pitstops'];
  const url = await loadLists('20261124T064241Z-00000002', names);
  const rows = await withSql(
    url,
    (sql) => sql`select family_name, constructor.name, locality, position
      from lyzer.race_result join lyzer.driver using (driver_id)
      join lyzer.constructor using (constructor_id) join lyzer.race on race.id = race_id
      join lyzer.circuit using (circuit_id) where position <= 2 order by position`,
  );
  expect(rows).toEqual([
    { family_name: 'Pérez', name: 'Red Bull', locality: 'Baku', position: 1 },
    { family_name: 'Verstappen', name: 'Red Bull', locality: 'Baku', position: 2 },
  ]);
});
