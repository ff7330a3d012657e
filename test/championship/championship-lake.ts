import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { SEED_FOLDER } from '../../command/data-folder.js';
import { readSnapshot } from '../../extract/archive.js';
import { archiveVariables } from '../../transform/archive-variables.js';
import { tableName } from '../../transform/model-file.js';
import { type OrderedModel, orderModels } from '../../transform/order-models.js';
import { readModels, SQL_FOLDER } from '../../transform/read-models.js';
import {
  prepareDatabase,
  readFunctions,
  runModels,
  setVariables,
} from '../../transform/run-models.js';
import { RULES_FOLDER } from '../../transform/transform.js';

/** What the tests ask; whatever these models read is made too, laps and the like are not. */
const WANTED = [
  'lyzer.driver_standing',
  'lyzer.constructor_standing',
  'lyzer_metrics.driver_championship',
  'lyzer_metrics.constructor_championship',
  'lyzer_metrics.driver_dropped_score',
  'lyzer_metrics.constructor_dropped_score',
  'lyzer_metrics.title',
];

/** The championships of the whole seed, in memory. */
export async function makeChampionships(): Promise<{
  readonly connection: DuckDBConnection;
  close(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-etl-test-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const close = async () => {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  };
  const emptyFile = join(folder, 'empty.ndjson');
  await writeFile(emptyFile, '');
  await prepareDatabase(connection, await readFunctions(SQL_FOLDER));
  const snapshot = await readSnapshot(SEED_FOLDER);
  await setVariables(connection, archiveVariables(SEED_FOLDER, snapshot, RULES_FOLDER, emptyFile));
  const models = await orderModels(await readModels(SQL_FOLDER), connection);
  await runModels([connection], withInputs(models), () => {});
  return { connection, close };
}

function withInputs(models: readonly OrderedModel[]): OrderedModel[] {
  const needed = new Set(WANTED);
  for (const model of [...models].reverse()) {
    if (needed.has(tableName(model))) for (const input of model.inputs) needed.add(input);
  }
  return models.filter((model) => needed.has(tableName(model)));
}
