import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { silentProgress } from '../command/progress.js';
import { type DataFolder, dataFolder } from '../disk/data-folder.js';
import { extract } from '../extract/extract.js';
import { EVERYTHING } from '../extract/plan/extract-request.js';
import { isStandInHere, runStandIn } from '../test/extract/run-stand-in.js';
import { literal } from '../transform/lake/duck.js';
import { type Lake, readLake } from '../transform/lake/lake.js';
import { recordFiles } from '../transform/lake/lake-files.js';
import { transform } from '../transform/transform.js';

const OLD_DAY = '2025-11-23';

/** What every row of the largest tables gets in the full change. */
const CHANGES: ReadonlyMap<string, string> = new Map([
  ['lap', 'millis + 1 as millis'],
  ['race_result', 'laps + 1 as laps'],
  ['qualifying_result', 'position + 1 as position'],
  ['pit_stop', 'lap + 1 as lap'],
]);

/** The data folders whose lakes get loaded. */
export type Lakes = {
  /** The seed: as things are now. */
  readonly now: DataFolder;
  /** As things were before 2025 round 22 was corrected; undefined without the stand-in. */
  readonly old: DataFolder | undefined;
  /** The seed, with every row of the largest tables changed. */
  readonly changed: DataFolder;
};

/** Makes the lakes below a folder. */
export async function makeLakes(folder: string): Promise<Lakes> {
  const now = dataFolder(join(folder, 'now'));
  await transform({ data: now }, silentProgress);
  const changed = await makeChangedLake(now, folder);
  return { now, changed, old: isStandInHere ? await makeOldLake(folder) : undefined };
}

/** Makes a lake below a folder in which every row of the largest tables is another. */
export async function makeChangedLake(now: DataFolder, folder: string): Promise<DataFolder> {
  const changed = dataFolder(join(folder, 'changed'));
  await cp(now.lake, changed.lake, { recursive: true });
  await changeRows(await readLake(changed.lake));
  return changed;
}

/** Has DuckDB write the lake's tables as the CSV that psql copies, columns in the order given. */
export async function writeCsvFiles(
  lake: Lake,
  folder: string,
  columns: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  await mkdir(folder);
  await withDuck(async (run) => {
    for (const { schema, name, file } of lake.tables) {
      const list = columns.get(`${schema}.${name}`)?.map((column) => `"${column}"`) ?? [];
      const rows = `select ${list.join(', ')} from ${literal(join(lake.folder, file))}`;
      const path = join(folder, `${schema}.${name}.csv`);
      await run(`copy (${rows}) to ${literal(path)} (format csv, header false)`);
    }
  });
}

async function makeOldLake(folder: string): Promise<DataFolder> {
  const data = dataFolder(join(folder, 'old'));
  const server = await runStandIn('--as-of', OLD_DAY);
  try {
    await extract(
      {
        data,
        source: { baseUrl: server.baseUrl, recordedAt: OLD_DAY },
        request: EVERYTHING,
        concurrency: 8,
        seed: false,
        now: new Date(`${OLD_DAY}T20:00:00Z`),
        signal: new AbortController().signal,
      },
      silentProgress,
    );
  } finally {
    server.stop();
  }
  await transform({ data }, silentProgress);
  return data;
}

async function changeRows(lake: Lake): Promise<void> {
  await withDuck(async (run) => {
    for (const { name, file } of lake.tables) {
      const change = CHANGES.get(name);
      if (change === undefined) continue;
      const path = join(lake.folder, file);
      const rows = `select * replace (${change}) from ${literal(path)}`;
      await run(`copy (${rows}) to ${literal(`${path}.new`)} (format parquet)`);
      await rename(`${path}.new`, path);
    }
  });
  const file = join(lake.folder, 'lake.json');
  const { folder, ...content } = lake;
  const files = await recordFiles(folder, Object.keys(lake.files));
  const fingerprint = 'f'.repeat(lake.fingerprint.length);
  await writeFile(file, JSON.stringify({ ...content, fingerprint, files }));
}

async function withDuck(work: (run: (sql: string) => Promise<unknown>) => Promise<void>) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await work((sql) => connection.run(sql)).finally(() => connection.closeSync());
  instance.closeSync();
}
