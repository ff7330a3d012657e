import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM_FOLDER } from '../command/data-folder.js';
import { silentProgress } from '../command/progress.js';
import { queryRows, withDuck } from '../transform/duck.js';
import { LAKE_DATABASE } from '../transform/lake.js';
import { transform } from '../transform/transform.js';
import { tempData } from './temp-folder.js';

test("README's queries have the answers that it shows", async () => {
  const readme = await readFile(join(PROGRAM_FOLDER, 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/```sql\n([^`]+)```\n\n```\n([^`]+)```/g)];
  expect(shown).toHaveLength(3);
  const { lake } = await transform({ data: await tempData() }, silentProgress);
  await withDuck(join(lake, LAKE_DATABASE), {}, async ([connection]) => {
    for (const [, query = '', answer = ''] of shown) {
      const rows = await queryRows(connection, query);
      const [head, , ...lines] = answer.trimEnd().split('\n').map(cells);
      expect(rows.map((row) => Object.keys(row))[0]).toEqual(head);
      expect(rows.map((row) => Object.values(row).map(String))).toEqual(lines);
    }
  });
});

function cells(line: string): string[] {
  return line.split('|').map((cell) => cell.trim());
}
