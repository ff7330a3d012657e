import { causeText, type Fault } from '../../fault/fault.js';
import { transformFault } from '../faults.js';

/**
 * The fault for a SQL file that DuckDB refused, with file:line:column, that
 * line and a caret below the place.
 *
 * @param linesBefore lines that were put before the file's own text
 */
export function sqlFault(
  file: string,
  sql: string,
  error: unknown,
  linesBefore = 0,
  remedy = 'correct the file',
): Fault {
  const message = error instanceof Error ? error.message : String(error);
  if (/^(IO|Out of Memory) Error/.test(message)) {
    const remedyOnDisk = 'free some space, or fix what it names';
    const sentence = `${file}: ${causeText(error)}; ${remedyOnDisk}`;
    return transformFault('SQL_IO_FAILED', sentence, { cause: error });
  }
  const [what = message] = message.split(/\n+(?:LINE \d+|Stack Trace):/);
  const place = findPlace(message, sql, linesBefore);
  const where = place ? `${file}:${place.line}:${place.column}` : file;
  const excerpt = place ? `\n    ${place.text}\n    ${' '.repeat(place.column - 1)}^` : '';
  const sentence = `${where}: ${what.replace(/\s+/g, ' ').trim()}; ${remedy}`;
  return transformFault('SQL_FAILED', sentence + excerpt, { cause: error });
}

/** The fault for a position that DuckDB's parser gives, counted in characters from the start. */
export function sqlFaultAt(
  file: string,
  sql: string,
  what: string,
  position: number,
  remedy = 'correct the file',
): Fault {
  const before = sql.slice(0, position).split('\n');
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  const text = sql.split('\n')[line - 1] ?? '';
  const sentence = `${file}:${line}:${column}: ${what}; ${remedy}`;
  return transformFault('SQL_FAILED', `${sentence}\n    ${text}\n    ${' '.repeat(column - 1)}^`);
}

type Place = { readonly line: number; readonly column: number; readonly text: string };

function findPlace(message: string, sql: string, linesBefore: number): Place | undefined {
  const found = /^LINE (\d+): (.*)\n( *)\^/m.exec(message);
  if (!found) return undefined;
  const [, lineText = '', shown = '', indent = ''] = found;
  const line = Number(lineText) - linesBefore;
  const text = sql.split('\n')[line - 1];
  if (text === undefined) return undefined;
  // DuckDB cuts long lines and puts three dots in place of what it left out.
  const cut = shown.replace(/^\.\.\./, '').replace(/\.\.\.$/, '');
  const offset = text.indexOf(cut);
  const lead = shown.startsWith('...') ? 3 : 0;
  const column = indent.length - `LINE ${lineText}: `.length - lead + Math.max(offset, 0) + 1;
  return { line, column: Math.max(column, 1), text };
}
