import type { DuckDBConnection } from '@duckdb/node-api';
import { causeText } from '../fault/fault.js';
import { transformFault } from './faults.js';
import { queryRows } from './lake/duck.js';
import { type Model, tableName } from './models/model-file.js';
import { ROW } from './row-line.js';

/** The old value of a row that is removed, and the new one of a row that is added to a race. */
const THERE = 'there';

/** SQL that casts a text of the file to a column's type. An id is made from its natural key. */
export function typed(text: string, type: string | undefined): string {
  if (type?.toLowerCase() !== 'uuid') return `cast(${text} as ${type})`;
  return `case when ${text} is not null then lyzer_uuid(${text}) end`;
}

/** SQL that is true where a line names a row of the table by its key. */
export function sameKey(model: Model, types: ReadonlyMap<string, string>): string {
  return model.doc.key
    .map((name) => `made."${name}" = ${typed(`line."${name}"`, types.get(name))}`)
    .join(' and ');
}

/**
 * Adds the rows that lines of `temp.ledger` add, with nothing but their key: other lines fill
 * them. Says of each such line in `temp.resolved` what becomes of it.
 *
 * @returns undoes it
 * @throws {Fault} CORRECTION_INVALID
 */
export async function addRows(
  connection: DuckDBConnection,
  model: Model,
  file: string,
  types: ReadonlyMap<string, string>,
): Promise<() => Promise<void>> {
  await refuseOtherRows(connection, model, file);
  const table = tableName(model);
  try {
    await connection.run(
      `insert into temp.resolved
       select line.line, '${ROW}', line.old, line.new, made.rowid, null,
         case
           when not ${isListed(model)} then 'absent'
           when line.old is null and made.rowid is null then 'added'
           when line.new is null and made.rowid is not null then 'removed'
           else 'mended'
         end
       from temp.ledger as line left join ${table} as made on ${sameKey(model, types)}
       where line."column" = '${ROW}'`,
    );
  } catch (error) {
    const sentence = `'${file}' has a value of a wrong type (${causeText(error)}); fix it`;
    throw transformFault('CORRECTION_INVALID', sentence);
  }
  const [last] = await queryRows(connection, `select coalesce(max(rowid), -1) as id from ${table}`);
  const keys = model.doc.key.map(
    (name) => `${typed(`line."${name}"`, types.get(name))} as "${name}"`,
  );
  await connection.run(
    `insert into ${table} by name select ${keys.join(', ')}
     from temp.ledger as line join temp.resolved using (line)
     where verdict = 'added' order by line.line`,
  );
  return async () => {
    await connection.run(`delete from ${table} where rowid > ${last?.id}`);
  };
}

/** Removes the rows of all lines that `temp.resolved` says are to be removed. */
export async function removeRows(connection: DuckDBConnection, model: Model): Promise<void> {
  await connection.run(
    `delete from ${tableName(model)}
     where rowid in (select row_place from temp.resolved where verdict = 'removed')`,
  );
}

/** SQL that is true where the snapshot has the list that a line is about. */
function isListed(model: Model): string {
  const [id] = model.doc.key;
  const rows = tableName(model);
  // A driver has no race: another one of the same list stands for it.
  if (!('race_id' in model.doc.columns)) {
    return `lyzer_uuid(coalesce(line.new, line.old)) in (select "${id}" from ${rows})`;
  }
  // An id without a race has season and race name as second and third part.
  const part = (place: number) => `split_part(line."${id}", '/', ${place})`;
  const race = model.doc.key.includes('race_id')
    ? 'line.race_id'
    : `'race/' || ${part(2)} || '/' || ${part(3)}`;
  return `lyzer_uuid(${race}) in (select race_id from ${rows})`;
}

async function refuseOtherRows(connection: DuckDBConnection, model: Model, file: string) {
  const word = 'race_id' in model.doc.columns ? THERE : `${model.name}/`;
  const [other] = await queryRows(
    connection,
    `select line, old, new from temp.ledger where "column" = '${ROW}'
       and ((old is null) = (new is null)
         or not starts_with(coalesce(old, new), '${word}'))
     order by line limit 1`,
  );
  if (!other) return;
  const sentence = `'${file}:${other.line}' has '${other.old ?? ''}' and '${other.new ?? ''}' for a row`;
  const wanted = `'' and '${word}' to add it, '${word}' and '' to remove it, were expected`;
  throw transformFault('CORRECTION_INVALID', `${sentence}, ${wanted}; fix it`);
}
