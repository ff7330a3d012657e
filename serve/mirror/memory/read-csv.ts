import { z } from 'zod';
import { literal, queryRows, withDuck } from '../../../transform/lake/duck.js';

/** The rows of a CSV file with a header, every value as text; nothing is null. */
export async function readCsv<Row extends z.ZodType>(file: string, row: Row) {
  const rows = await withDuck(':memory:', {}, ([connection]) =>
    queryRows(connection, `from read_csv(${literal(file)}, header = true, all_varchar = true)`),
  );
  return z.array(row).parse(rows);
}
