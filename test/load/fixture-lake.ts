import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { LAKE_FORMAT, type LakeFile, lakeSchema } from '../../transform/lake/lake.js';
import { recordFiles } from '../../transform/lake/lake-files.js';
import type { Model } from '../../transform/models/model-file.js';
import { readModels, SQL_FOLDER } from '../../transform/models/read-models.js';

/** Rows of a table as DuckDB's SQL, for example `select 1950 as season`. */
export type FixtureRows = Readonly<Record<string, string>>;

/** The models of schema lyzer; a test holds the migrations against them. */
export const CORE_MODELS = await readModels(SQL_FOLDER, ['core']);

/** A small but whole lake: every table of schema lyzer, most of them empty. */
export async function writeFixtureLake(
  lakeFolder: string,
  snapshot: string,
  rows: FixtureRows,
  change: (file: LakeFile) => LakeFile = (file) => file,
  models: readonly Model[] = CORE_MODELS,
) {
  const folder = join(lakeFolder, snapshot);
  const made = JSON.stringify([rows, change.toString(), models.map(({ doc }) => doc)]);
  await mkdir(lakeFolder, { recursive: true });
  await writeFile(join(lakeFolder, 'HEAD'), `${snapshot}\n`);
  if ((await readFile(join(folder, 'made-from'), 'utf8').catch(() => '')) === made) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'lyzer'), { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const duck = await instance.connect();
  const tables: LakeFile['tables'] = [];
  for (const { name, doc } of models) {
    const file = join('lyzer', `${name}.parquet`);
    const columns = Object.entries(doc.columns).map(([column, { type }]) => `"${column}" ${type}`);
    await duck.run(`create table ${name} (${columns.join(', ')})`);
    if (Object.hasOwn(rows, name)) await duck.run(`insert into ${name} by name ${rows[name]}`);
    await duck.run(`copy ${name} to '${join(folder, file)}' (format parquet)`);
    const count = await duck.runAndReadAll(`select count(*) from ${name}`);
    const described = await duck.runAndReadAll(`describe ${name}`);
    tables.push({
      schema: 'lyzer',
      name,
      rows: Number(count.getRows()[0]?.[0]),
      file,
      columns: described.getRows().map(([column, type]) => ({
        name: String(column),
        type: String(type),
      })),
      checksum: '',
    });
  }
  duck.closeSync();
  instance.closeSync();
  const lake = lakeSchema.parse({
    format: LAKE_FORMAT,
    snapshot,
    fingerprint: Buffer.from(snapshot.padEnd(32, '.').slice(-32)).toString('hex'),
    program: 'lyzer-etl/test',
    builtAt: '2026-07-27T18:15:00Z',
    tables,
    files: await recordFiles(
      folder,
      tables.map(({ file }) => file),
    ),
    drift: [],
    checks: [],
    corrections: [],
  });
  await writeFile(join(folder, 'lake.json'), JSON.stringify(change(lake)));
  await writeFile(join(folder, 'made-from'), made);
}

/** A UUID that reads as what it is: a kind and a number. */
export function id(kind: number, number: number | string): string {
  return `(lpad('${kind}', 8, '0') || '-0000-5000-8000-' || lpad((${number})::varchar, 12, '0'))::uuid`;
}

/**
 * A made-up history: `seasons` of three races with sessions, four drivers, their
 * results and `laps` laps each.
 */
export function smallHistory({ seasons = 2, laps = 5 } = {}): Record<string, string> {
  const races = `range(1950, ${1950 + seasons}) s(season), range(1, 4) r(round)`;
  const drivers = 'range(1, 5) d(driver)';
  const raceId = id(4, 'season * 100 + round');
  const entry = `${raceId} as race_id, ${id(3, 'driver')} as driver_id, season`;
  return {
    season: `select range as season from range(1950, ${1950 + seasons})`,
    base_constructor: `select ${id(1, 'range')} as constructor_id, 'base' || range as ref from range(1, 3)`,
    constructor: `select ${id(2, 'range')} as constructor_id, 'team' || range as ref, 'Team, "quoted"' as name,
      case range when 1 then '' else 'Italian' end as nationality, ${id(1, 'range')} as base_constructor_id from range(1, 3)`,
    driver: `select ${id(3, 'driver')} as driver_id, 'driver' || driver as ref, 'Kimi' as given_name,
      'Räikkö' || chr(10) || 'nen' as family_name, date '1979-10-17' as date_of_birth,
      case driver when 4 then '' end as code, 'Finnish' as nationality from ${drivers}`,
    circuit: `select ${id(5, 1)} as circuit_id, 'spa' as ref, 'Spa' as circuit_name, 50.4372 as lat, 5.97139 as long,
      'Spa' as locality, 'Belgium' as country`,
    race: `select ${raceId} as id, season, round, 'Race ' || round as race_name, ${id(5, 1)} as circuit_id,
      make_date(season, 5, round) as date, time '14:00:00' as time, ${id(6, 'season * 100 + round')} as qualifying_id from ${races}`,
    qualifying_session: `select ${id(6, 'season * 100 + round')} as id, ${raceId} as race_id from ${races}`,
    race_result: `select ${id(7, 'season * 10000 + round * 100 + driver')} as id, ${entry}, driver as position, driver::varchar as position_text,
      10.5 - driver as points, ${id(2, 'driver % 2 + 1')} as constructor_id, 50 as laps, 'Finished' as status from ${races}, ${drivers}`,
    lap: `select ${entry}, lap, driver as position, '1:31.000' as time, 91000 + lap as millis
      from ${races}, ${drivers}, range(1, ${laps + 1}) l(lap)`,
  };
}
