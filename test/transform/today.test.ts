import { expect } from 'vitest';
import { z } from 'zod';
import { silentProgress } from '../../command/progress.js';
import { queryRows } from '../../transform/lake/duck.js';
import { readLake } from '../../transform/lake/lake.js';
import { withLakeReader } from '../../transform/lake/lake-reader.js';
import { transform } from '../../transform/transform.js';
import { startStandIn, testWithStandIn } from '../extract/stand-in.js';
import { tempData } from '../temp-folder.js';
import { madeArchive } from './made-archive.js';

const answer = z.object({ MRData: z.looseObject({ total: z.coerce.number() }) });

/** The pages of a list, as the server answers. */
async function pagesOf(baseUrl: string, list: string): Promise<object[]> {
  const pages: object[] = [];
  for (let total = 1; pages.length * 100 < total; ) {
    const response = await fetch(`${baseUrl}/${list}/?limit=100&offset=${pages.length * 100}`);
    const { MRData } = answer.parse(await response.json());
    pages.push({ ...MRData, total: String(MRData.total) });
    total = MRData.total;
  }
  return pages;
}

// Since March 2026 a lap without a place has no position, where it was None before.
testWithStandIn('laps as the server of today writes them: a place is there, or null', async () => {
  const { baseUrl } = await startStandIn('--today');
  const data = await tempData();
  const lists: Record<string, object[]> = {};
  for (const round of ['2008/4', '2009/13', '2026/1']) {
    for (const resource of ['laps', 'results']) {
      lists[`${round}/${resource}`] = await pagesOf(baseUrl, `${round}/${resource}`);
    }
  }
  expect(JSON.stringify(lists)).not.toContain('None');
  await madeArchive(data.archive, lists);
  const { drift, corrections } = await transform({ data }, silentProgress);
  expect(drift).toEqual([]);
  // Of 2009 the ledger swaps drivers, of 2026 it has the places.
  expect(corrections).toContainEqual({ table: 'lyzer.lap', applied: 1076, needless: 0 });
  const rows = await withLakeReader(
    await readLake(data.lake),
    new AbortController().signal,
    (connection) =>
      queryRows(
        connection,
        `select race.season, count(*)::integer as laps,
         count(*) filter ("position" is null)::integer as unknown
         from lyzer.lap join lyzer.race on race.id = race_id group by all order by all`,
      ),
  );
  expect(rows).toEqual([
    { season: 2008, laps: 1003, unknown: 1 },
    { season: 2009, laps: 898, unknown: 0 },
    { season: 2026, laps: 1003, unknown: 0 },
  ]);
});
