import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { queryRows } from '../../../transform/lake/duck.js';
import { PUBLISHED_LAYERS } from '../../../transform/models/model-file.js';
import { readModels, SQL_FOLDER } from '../../../transform/models/read-models.js';
import { readContractTables } from './contract-tables.js';

test('a column may be null in Postgres just where its yml says when it is', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('create schema lyzer; create schema lyzer_metrics');
  for (const { sql } of await readContractTables()) await connection.run(sql);
  const rows = await queryRows(
    connection,
    `select schema_name || '.' || table_name || '.' || column_name as name, is_nullable
     from duckdb_columns() where schema_name in ('lyzer', 'lyzer_metrics')`,
  );
  connection.closeSync();
  instance.closeSync();
  const models = await readModels(SQL_FOLDER);
  const documented = models
    .filter(({ layer }) => PUBLISHED_LAYERS.includes(layer))
    .flatMap(({ schema, name, doc }) =>
      Object.entries(doc.columns).map(
        ([column, { absent }]) => `${schema}.${name}.${column} ${absent !== undefined}`,
      ),
    );
  const migrated = rows.map(({ name, is_nullable: isNullable }) => `${name} ${isNullable}`);
  expect(migrated.sort()).toEqual(documented.sort());
});
