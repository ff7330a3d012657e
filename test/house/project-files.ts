import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';

/** `npm test` and `npm run check` judge what git tracks, not what a user left in the clone. */
const IS_TRACKED_ONLY = /^(test|check)\b/.test(process.env.npm_lifecycle_event ?? '');

/** In a container the clone often belongs to another user, which git refuses unless told. */
const LIST = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached'];
const WITH_UNTRACKED = ['--others', '--exclude-standard'];

/**
 * The project's files, as paths from its root with `/` between. From `npm test` and `npm run
 * check` these are the tracked ones; otherwise the new ones too, but not those that git ignores.
 * Where there is no git, as in an unpacked archive, all files.
 */
export function listProjectFiles(root = PROGRAM_FOLDER): string[] {
  const listed = listByGit(root);
  // A repository around this folder may track nothing of it.
  if (!listed.includes('package.json')) return walk(root, root);
  // What was deleted is tracked until the next commit.
  return listed.filter((file) => existsSync(join(root, file)));
}

/** Names in a folder of the project, sorted: of files, and of folders that hold some. */
export function listProjectEntries(folder: string) {
  const prefix = `${relative(PROGRAM_FOLDER, folder).split(sep).join('/')}/`;
  const paths = OWN_FILES.filter((file) => file.startsWith(prefix)).map((file) =>
    file.slice(prefix.length),
  );
  const files = paths.filter((path) => !path.includes('/'));
  const folders = paths
    .filter((path) => path.includes('/'))
    .map((path) => path.split('/')[0] ?? '');
  return { files: files.sort(), folders: [...new Set(folders)].sort() };
}

const OWN_FILES = listProjectFiles();

function listByGit(root: string): string[] {
  const args = IS_TRACKED_ONLY ? LIST : [...LIST, ...WITH_UNTRACKED];
  try {
    const listed = execFileSync('git', args, {
      ...{ cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // During a merge a file may be listed more than once.
    return [...new Set(listed.split('\0'))].filter((file) => file !== '');
  } catch {
    return [];
  }
}

function walk(root: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === '.git') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(root, path) : [relative(root, path).split(sep).join('/')];
  });
}
