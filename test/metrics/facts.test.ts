import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryRows } from '../../transform/lake/duck.js';
import { LAKE_DATABASE } from '../../transform/lake/lake.js';
import { sharedSeedLake } from '../shared/lakes.js';
import { CAREERS, CONSTRUCTORS, DRIVER_FACTS } from './driver-facts.js';
import type { Fact } from './fact.js';
import { HISTORY_FACTS } from './history-facts.js';
import { LAP_FACTS } from './lap-facts.js';
import { RACE_FACTS } from './race-facts.js';

/** Views that name things as people do, so that a fact's query is a line. */
const VIEWS = [
  `career as select driver.ref, m.* from lyzer_metrics.driver_career m
    join lyzer.driver using (driver_id)`,
  `driver_year as select driver.ref, m.* from lyzer_metrics.driver_season m
    join lyzer.driver using (driver_id)`,
  `maker as select base_constructor.ref, m.* from lyzer_metrics.base_constructor_career m
    join lyzer.base_constructor on base_constructor.constructor_id = base_constructor_id`,
  `result as select driver.ref, race.race_name, m.* from lyzer_metrics.driver_race m
    join lyzer.driver using (driver_id) join lyzer.race on race.id = race_id`,
  `milestone as select driver.ref, m.* from lyzer_metrics.driver_milestone m
    join lyzer.driver using (driver_id)`,
  `streak as select driver.ref, m.*, a.season || ' ' || a.race_name as first_race,
      b.season || ' ' || b.race_name as last_race
    from lyzer_metrics.driver_streak m join lyzer.driver using (driver_id)
    join lyzer.race a on a.id = first_race_id join lyzer.race b on b.id = last_race_id`,
  `maker_streak as select base_constructor.ref, m.*, a.season || ' ' || a.race_name as first_race,
      b.season || ' ' || b.race_name as last_race
    from lyzer_metrics.constructor_streak m
    join lyzer.base_constructor on base_constructor.constructor_id = base_constructor_id
    join lyzer.race a on a.id = first_race_id join lyzer.race b on b.id = last_race_id`,
  `grand_prix as select race.race_name, m.*, driver.ref as winner
    from lyzer_metrics.race_summary m join lyzer.race on race.id = race_id
    join lyzer.driver on driver_id = winning_driver_id`,
];

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  const { folder } = await sharedSeedLake();
  instance = await DuckDBInstance.create(join(folder, LAKE_DATABASE), { access_mode: 'READ_ONLY' });
  connection = await instance.connect();
  for (const view of VIEWS) await connection.run(`create temp view ${view}`);
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** All rows of a query as lines of text, cells parted by blanks; decimals without end noughts. */
async function ask(sql: string): Promise<string[]> {
  const rows = await queryRows(connection, sql);
  return rows.map((row) => Object.values(row).map(shown).join(' '));
}

function shown(value: unknown): string {
  const text = String(value);
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

describe('careers', () => {
  test.each(CAREERS)('%s: %s', async (ref, figures) => {
    const sql = `select starts, wins, podiums, poles, titles from career where ref = '${ref}'`;
    expect(await ask(sql)).toEqual([figures]);
  });
});

describe('chassis makers', () => {
  test.each(CONSTRUCTORS)('%s: %s', async (ref, figures) => {
    expect(await ask(`select wins, poles from maker where ref = '${ref}'`)).toEqual([figures]);
  });
});

describe('facts', () => {
  test.each<Fact>([...DRIVER_FACTS, ...RACE_FACTS, ...HISTORY_FACTS, ...LAP_FACTS])(
    '$fact',
    async ({ sql, is }) => {
      expect(await ask(sql)).toEqual(is);
    },
  );
});
