import { join } from 'node:path';
import { versionFile } from '../extract/archive.js';
import type { Snapshot } from '../extract/snapshot.js';

/** The resources that `sql/raw` reads, by the last part of a list's name. */
export const RESOURCES = [
  'seasons',
  'circuits',
  'constructors',
  'drivers',
  'status',
  'races',
  'results',
  'qualifying',
  'sprint',
  'driverstandings',
  'constructorstandings',
  'laps',
  'pitstops',
] as const;

/**
 * What `getvariable()` gives to `sql/raw`: `<resource>_files` with the version
 * files of its lists (global, of a season, of a round), `snapshot_file` and `rules_folder`.
 *
 * @param emptyFile stands in for a resource without lists, as read_json wants at least one file
 */
export function archiveVariables(
  archive: string,
  snapshot: Snapshot,
  rulesFolder: string,
  emptyFile: string,
): Record<string, string | string[]> {
  const files = new Map<string, string[]>(RESOURCES.map((resource) => [resource, []]));
  for (const [list, { version }] of Object.entries(snapshot.lists)) {
    const resource = list.split('/').at(-1) ?? list;
    files.get(resource)?.push(slashed(versionFile(archive, list, version)));
  }
  const lists = [...files].map(([resource, paths]) => [
    `${resource}_files`,
    paths.length > 0 ? paths : [slashed(emptyFile)],
  ]);
  return {
    ...Object.fromEntries(lists),
    snapshot_file: slashed(join(archive, 'snapshots', `${snapshot.id}.json`)),
    rules_folder: slashed(rulesFolder),
  };
}

/** A path as DuckDB gives it back on any system. */
function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
