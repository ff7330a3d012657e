import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import { queryRows } from '../transform/lake/duck.js';
import { withLakeReader } from '../transform/lake/lake-reader.js';
import { sharedSeedLake } from './shared/lakes.js';

test('the queries of README and gallery have the answers that they show', async () => {
  const shown = [...(await shownIn('README.md', 3)), ...(await shownIn('docs/gallery.md', 10))];
  // Read-only: other tests read the same lake meanwhile.
  await withLakeReader(await sharedSeedLake(), new AbortController().signal, async (connection) => {
    for (const { query, answer } of shown) {
      const rows = await queryRows(connection, query);
      const [head, , ...lines] = answer.trimEnd().split('\n').map(cells);
      expect(rows.map((row) => Object.keys(row))[0]).toEqual(head);
      expect(rows.map((row) => Object.values(row).map(String))).toEqual(lines);
    }
  });
});

/** A page's queries, each with the answer that follows it. */
async function shownIn(page: string, count: number) {
  const text = await readFile(join(PROGRAM_FOLDER, page), 'utf8');
  const shown = [...text.matchAll(/```sql\n([^`]+)```\n\n```\n([^`]+)```/g)];
  expect(shown).toHaveLength(count);
  return shown.map(([, query = '', answer = '']) => ({ query, answer }));
}

function cells(line: string): string[] {
  return line.split('|').map((cell) => cell.trim());
}
