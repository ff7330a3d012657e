import { join } from 'node:path';
import { literal, queryRows, withDuck } from '../../transform/lake/duck.js';
import { LAKE_DATABASE, type Lake } from '../../transform/lake/lake.js';
import { tableName } from '../../transform/models/model-file.js';
import { readModels, SQL_FOLDER } from '../../transform/models/read-models.js';

/**
 * Compares the values of a lake with those of a lake that knows more.
 *
 * @returns the tables and columns that say something else, and rows that are not there
 */
export async function differingValues(part: Lake, whole: Lake): Promise<string[]> {
  const models = new Map((await readModels(SQL_FOLDER)).map((model) => [tableName(model), model]));
  return withDuck(':memory:', {}, async ([connection]) => {
    for (const [name, { folder }] of Object.entries({ part, whole })) {
      const file = literal(join(folder, LAKE_DATABASE));
      await connection.run(`attach ${file} as ${name} (read_only)`);
    }
    const found: string[] = [];
    for (const table of part.tables) {
      const { doc } = models.get(tableName(table)) ?? {};
      if (!doc || table.rows === 0) continue;
      const others = Object.keys(doc.columns).filter((column) => !doc.key.includes(column));
      const counts = others.map(
        (column) =>
          `count(*) filter (p."${column}" is not null
            and p."${column}" is distinct from w."${column}") as "${column}"`,
      );
      const name = table.schema === 'lyzer' ? `main."${table.name}"` : tableName(table);
      const missing = `count(*) filter (w."${doc.key[0]}" is null) as "rows that are not there"`;
      const keys = doc.key.map((key) => `p."${key}" = w."${key}"`).join(' and ');
      const [row = {}] = await queryRows(
        connection,
        `select ${[missing, ...counts].join(', ')}
         from part.${name} as p left join whole.${name} as w on ${keys}`,
      );
      for (const [column, count] of Object.entries(row)) {
        if (Number(count) > 0) found.push(`${tableName(table)}.${column}: ${count}`);
      }
    }
    return found;
  });
}
