import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { groupBy } from '../command/group-by.js';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';

/** The rooms of the house, the ground floor first; a room may import from those before it. */
const FLOORS = [
  ...['fault', 'disk', 'command', 'extract', 'transform'],
  ...['reconcile', 'load', 'pipeline', 'serve'],
];
const MOST_FILES_IN_A_ROOM = 20;

const files = execFileSync('git', ['ls-files', '*.ts'], { cwd: PROGRAM_FOLDER, encoding: 'utf8' })
  .trim()
  .split('\n');

const roomOf = (file: string) => file.split('/')[0] ?? '';
const codeFiles = files.filter((file) => FLOORS.includes(roomOf(file)));

/** The repository paths that a file imports, also lazily. */
function importsOf(file: string): string[] {
  const text = readFileSync(posix.join(PROGRAM_FOLDER, file), 'utf8');
  const specifiers = text.matchAll(/(?:from |import\()'(\.[^']+)'/g);
  return [...specifiers].map(([, path]) => posix.join(posix.dirname(file), path ?? ''));
}

test('the list of rooms names every folder with code', () => {
  const others = ['test', 'bench', 'chaos', 'docs', 'package'];
  const rooms = new Set(files.filter((file) => file.includes('/')).map(roomOf));
  expect([...rooms].filter((room) => !others.includes(room)).sort()).toEqual(FLOORS.toSorted());
});

test('no room imports from a room above it', () => {
  const backwards = codeFiles.flatMap((file) =>
    importsOf(file)
      .filter((path) => FLOORS.indexOf(roomOf(path)) > FLOORS.indexOf(roomOf(file)))
      .map((path) => `${file} -> ${path}`),
  );
  expect(codeFiles.length).toBeGreaterThan(100);
  expect(backwards).toEqual([]);
});

test(`no room has more than ${MOST_FILES_IN_A_ROOM} files`, () => {
  const rooms = groupBy(codeFiles, posix.dirname);
  const crowded = [...rooms].filter(([, inRoom]) => inRoom.length > MOST_FILES_IN_A_ROOM);
  expect(crowded.map(([room, inRoom]) => `${room}: ${inRoom.length}`)).toEqual([]);
});
