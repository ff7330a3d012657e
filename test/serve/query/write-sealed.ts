import { DuckDBInstance } from '@duckdb/node-api';
import { takeDescriptors } from '../../../serve/query/take-descriptors.js';

// Writes over its file with a DuckDB that nothing restricts, after all descriptors were taken.
const [file = ''] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run(`copy (select 1) to '${file}.first'`);
takeDescriptors();
await connection.run(`copy (select 1) to '${file}' (use_tmp_file false)`).then(
  () => process.stdout.write('written'),
  (error) => process.stdout.write(String(error)),
);
