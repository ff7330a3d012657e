import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { SEED_FOLDER } from '../../disk/data-folder.js';
import { readSnapshot } from '../../extract/archive/archive.js';
import { archiveVariables } from '../../transform/archive-variables.js';
import { applyCorrections, listCorrections } from '../../transform/corrections.js';
import { tableName } from '../../transform/models/model-file.js';
import { orderModels } from '../../transform/models/order-models.js';
import { SQL_FOLDER } from '../../transform/models/read-models.js';
import { prepareDatabase, runModels, setVariables } from '../../transform/models/run-models.js';
import { selectModels } from '../../transform/models/select-models.js';
import { LEDGERS, readProgram } from '../../transform/read-program.js';

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

/** The championships of the whole seed, in memory, with corrections. */
export async function makeChampionships(): Promise<{
  readonly connection: DuckDBConnection;
  close(): void;
}> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const { models, functions } = await readProgram(SQL_FOLDER);
  const corrections = await listCorrections(LEDGERS.corrections, models);
  await prepareDatabase(connection, functions);
  const snapshot = await readSnapshot(SEED_FOLDER);
  await setVariables(connection, archiveVariables(SEED_FOLDER, snapshot, LEDGERS));
  const ordered = await orderModels(models, connection);
  const needed = new Set(WANTED.flatMap((name) => selectModels(ordered, name).needed));
  await runModels(
    [connection],
    ordered.filter((model) => needed.has(model)),
    async (model) => {
      const file = corrections.get(tableName(model));
      if (file) await applyCorrections(connection, model, file);
    },
  );
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  return { connection, close };
}
