import { join } from 'node:path';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import { versionFile } from '../extract/archive/archive.js';
import { RESOURCES, type Resource, resourceOf } from '../extract/archive/resource.js';
import type { Snapshot } from '../extract/archive/snapshot.js';

/** Used for a resource without lists: read_json needs at least one file. */
export const EMPTY_FILE = join(PROGRAM_FOLDER, 'transform', 'empty.ndjson');

/**
 * The variables that `sql/raw` reads with `getvariable()`: `snapshot_file`, `rules_folder`,
 * `corrections_folder`, and per resource `<resource>_files` with the version files of its lists.
 */
export function archiveVariables(
  archive: string,
  snapshot: Snapshot,
  folders: { readonly rules: string; readonly corrections: string },
): Record<string, string | string[]> {
  const files = new Map<Resource, string[]>(RESOURCES.map((resource) => [resource, []]));
  for (const [list, { version }] of Object.entries(snapshot.lists)) {
    files.get(resourceOf(list))?.push(slashed(versionFile(archive, list, version)));
  }
  const lists = [...files].map(([resource, paths]) => [
    `${resource}_files`,
    paths.length > 0 ? paths : [slashed(EMPTY_FILE)],
  ]);
  return {
    ...Object.fromEntries(lists),
    snapshot_file: slashed(join(archive, 'snapshots', `${snapshot.id}.json`)),
    rules_folder: slashed(folders.rules),
    corrections_folder: slashed(folders.corrections),
  };
}

/** A path as DuckDB returns it, on every system. */
function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
