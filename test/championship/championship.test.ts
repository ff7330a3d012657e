import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryRows } from '../../transform/lake/duck.js';
import { makeChampionships } from './championship-lake.js';
import {
  type Championship,
  type OfficialRow,
  readOfficialTables,
  readOfficialTitles,
} from './official-tables.js';

let championships: Awaited<ReturnType<typeof makeChampionships>>;
let connection: DuckDBConnection;
beforeAll(async () => {
  championships = await makeChampionships();
  connection = championships.connection;
});
afterAll(() => championships.close());

/** From this season on, places outside the points break ties; published tables have them level. */
const ALL_PLACES_BREAK_TIES = 1979;

const KINDS: readonly Championship[] = ['driver', 'constructor'];
const SEASONS = KINDS.flatMap((kind) =>
  [...readOfficialTables(kind)].map(([season, rows]) => ({ kind, season, rows })),
);

test('all 76 seasons of drivers and 68 of constructors are judged', () => {
  const count = (kind: Championship) => SEASONS.filter((season) => season.kind === kind).length;
  expect([count('driver'), count('constructor')]).toEqual([76, 68]);
});

describe.each(SEASONS)('the final table of $kind $season', ({ kind, season, rows }) => {
  test('has the official points and places of everyone who scored', async () => {
    const made = await readFinal(kind, season);
    const loose = season >= ALL_PLACES_BREAK_TIES;
    expect(made.map((row) => simple(row, rows, loose)).sort()).toEqual(
      rows.map((row) => `${row.position} ${row.competitor} ${row.points.toFixed(2)}`).sort(),
    );
  });

  test('has the official sum of all points, where that is known', async () => {
    const made = await readFinal(kind, season);
    const known = rows.filter(({ scored }) => scored !== undefined);
    const scoredOf = ({ competitor }: OfficialRow) =>
      made.find((row) => row.competitor === competitor)?.scored;
    expect(known.map(scoredOf)).toEqual(known.map(({ scored }) => scored));
  });

  test('stands in lyzer as in lyzer_metrics', async () => {
    const standings = await queryRows(
      connection,
      `${competitors(kind, `lyzer.${kind}_standing`, season)} and table_.points > 0
        and position is not null order by position, competitor`,
    );
    expect(
      standings.map(({ competitor, position, points }) => [competitor, position, points]),
    ).toEqual(
      (await readFinal(kind, season)).map((row) => [
        row.competitor,
        row.position,
        row.points.toFixed(2),
      ]),
    );
  });
});

type FinalRow = {
  readonly competitor: string;
  readonly position: number;
  readonly points: number;
  readonly scored: number;
};

/** A row as text; where only places outside the points part some, with the first of their places. */
function simple(made: FinalRow, official: readonly OfficialRow[], loose: boolean): string {
  const found = official.find(({ competitor }) => competitor === made.competitor);
  const isAmong =
    found !== undefined &&
    made.position >= found.position &&
    made.position < found.position + found.joined;
  const position = loose && isAmong ? found.position : made.position;
  return `${position} ${made.competitor} ${made.points.toFixed(2)}`;
}

function competitors(kind: Championship, table: string, season: number): string {
  const entry = kind === 'constructor' ? `|| if(entry = '', '', '/' || entry)` : '';
  return `select ref ${entry} as competitor, table_.*
    from ${table} as table_ join lyzer.${kind} using (${kind}_id)
    where season = ${season}
      and round = (select max(round) from ${table} where season = ${season})`;
}

async function readFinal(kind: Championship, season: number): Promise<FinalRow[]> {
  const table = `lyzer_metrics.${kind}_championship`;
  const rows = await queryRows(
    connection,
    `${competitors(kind, table, season)} and points > 0 and not is_excluded
      order by position, competitor`,
  );
  return rows.map((row) => ({
    competitor: String(row.competitor),
    position: Number(row.position),
    points: Number(row.points),
    scored: Number(row.points_scored),
  }));
}

const TITLES = KINDS.flatMap((kind) =>
  readOfficialTitles(kind).map((title) => ({ kind, ...title })),
);

test.each(TITLES)('the title of $kind $season was decided by round $round', async (title) => {
  const { kind, season, champion, round, rivals } = title;
  const [row] = await queryRows(
    connection,
    `select ref as champion, round from lyzer_metrics.title join lyzer.${kind} using (${kind}_id)
      where season = ${season} and championship = '${kind}'`,
  );
  expect(row).toEqual({ champion, round });
  if (!rivals) return;
  const contenders = await queryRows(
    connection,
    `select ref from lyzer_metrics.${kind}_championship join lyzer.${kind} using (${kind}_id)
      where season = ${season} and round = ${round - 1} and can_win order by ref`,
  );
  expect(contenders.map(({ ref }) => ref)).toEqual([champion, ...rivals].sort());
});

test('each finished season has one title of each kind, decided for good', async () => {
  const rows = await queryRows(
    connection,
    `select championship, count(*)::integer as titles, max(season) as latest,
        count(distinct season)::integer as seasons
      from lyzer_metrics.title group by championship order by championship`,
  );
  expect(rows).toEqual([
    { championship: 'constructor', titles: 68, latest: 2025, seasons: 68 },
    { championship: 'driver', titles: 76, latest: 2025, seasons: 76 },
  ]);
  const undone = await queryRows(
    connection,
    `select title.season from lyzer_metrics.title join lyzer_metrics.driver_championship as later
      on later.season = title.season and later.round >= title.round
      where championship = 'driver' and not later.is_decided`,
  );
  expect(undone).toEqual([]);
});

// https://en.wikipedia.org/wiki/1988_Formula_One_season, Prost 87 (105), Senna 90 (94)
test('dropped scores of 1988: three second places of Prost, of Senna a fourth and a sixth', async () => {
  const rows = await queryRows(
    connection,
    `select ref, array_agg(points::integer order by points desc, dropped_round)::text as dropped
      from lyzer_metrics.driver_dropped_score join lyzer.driver using (driver_id)
      where season = 1988 and round = 16 group by ref order by ref`,
  );
  expect(rows).toEqual([
    { ref: 'prost', dropped: '[6, 6, 6]' },
    { ref: 'senna', dropped: '[3, 1]' },
  ]);
});

// Jolpica's own final tables, as the archive has them; docs/standings.md tells why.
test('final points of drivers differ from those of Jolpica in five seasons only', async () => {
  const rows = await queryRows(
    connection,
    `select distinct season from staging.stg_driverstandings as theirs
      join lyzer.driver on driver_ref = ref
      left join lyzer.driver_standing as ours using (season, round, driver_id)
      where theirs.points is distinct from ours.points order by season`,
  );
  expect(rows.map(({ season }) => season)).toEqual([1954, 1955, 1967, 1976, 1977]);
});

// Scott died on 5 July 1954 and Bisch on 6 July 1958, before what was to come after Reims:
// https://github.com/f1db/f1db, src/data/drivers/bob-scott.yml and art-bisch.yml
test('who died during a season had raced in it, and could not win it any more', async () => {
  const needless = await queryRows(
    connection,
    `select driver_ref from rules.driver_death join lyzer.driver on driver_ref = ref
      where not exists (from intermediate.championship_deceased as deceased
          where deceased.driver_id = driver.driver_id)
        or not exists (from lyzer.race_result
          where race_result.driver_id = driver.driver_id and season = year(died_on))`,
  );
  expect(needless).toEqual([]);
  const chances = await queryRows(
    connection,
    `select ref, list(can_win order by round)::text as can_win
      from lyzer_metrics.driver_championship join lyzer.driver using (driver_id)
      where (season, ref) in ((1954, 'bob_scott'), (1958, 'bisch')) and round between 2 and 6
      group by ref order by ref`,
  );
  expect(chances).toEqual([
    { ref: 'bisch', can_win: '[true, true, false]' },
    { ref: 'bob_scott', can_win: '[true, true, false, false, false]' },
  ]);
});
