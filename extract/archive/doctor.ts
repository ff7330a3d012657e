import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import pLimit from 'p-limit';
import { countOf } from '../../command/count-of.js';
import { isMissing } from '../../disk/is-missing.js';
import { ASIDE_PREFIX } from '../../disk/write-whole.js';
import { causeText, Fault } from '../../fault/fault.js';
import { readHead, readSnapshot, snapshotIds, versionFile } from './archive.js';
import { filesBelow } from './files-below.js';
import { readPruned } from './prune.js';
import { REFUSED_FOLDER } from './refused-answers.js';
import type { Snapshot } from './snapshot.js';

export type Finding = {
  /** Error: something is lost or wrong. Warning: something can be removed. */
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly what: string;
};

export type DoctorResult = {
  readonly archive: string;
  readonly snapshots: number;
  readonly files: number;
  readonly bytes: number;
  readonly findings: readonly Finding[];
};

/** Clocks of two machines on one folder differ. */
const CLOCK_TOLERANCE_MS = 60_000;
const FILES_AT_ONCE = 16;
/** The archive's own files that no snapshot names. */
const OWN_FILES = ['README.md', 'HEAD', 'limiter.log', 'journal.ndjson', 'lock', 'pruned.log'];

/** Checks a whole archive: every snapshot, every file's hash, and files that do not belong there. */
export async function examineArchive(archive: string): Promise<DoctorResult> {
  const { ids, snapshots, findings } = await readAll(archive);
  const expected = new Map<string, string>();
  for (const { lists } of snapshots) {
    for (const [list, { version, sha256 }] of Object.entries(lists)) {
      expected.set(versionFile(archive, list, version), sha256);
    }
  }
  const files = await sizesBelow(archive);
  return {
    archive,
    snapshots: snapshots.length,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    findings: [
      ...findings,
      ...(await parents(archive, ids, snapshots)),
      ...timesToCome(snapshots, new Date()),
      ...(await damages(archive, expected)),
      ...files
        .flatMap(({ path }) => strangers(archive, path, expected))
        // An unreadable snapshot may name them.
        .filter(({ code }) => code !== 'LIST_UNUSED' || snapshots.length === ids.length),
    ],
  };
}

async function readAll(archive: string) {
  const snapshots: Snapshot[] = [];
  const findings: Finding[] = [];
  const ids = await snapshotIds(archive);
  const head = await readHead(archive);
  if (head !== undefined && !ids.includes(head)) {
    findings.push(problem('HEAD_LOST', `HEAD names snapshot '${head}', which is not there`));
  }
  for (const id of ids) {
    try {
      snapshots.push(await readSnapshot(archive, id));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      findings.push(problem(error.code, error.message.slice(error.code.length + 2)));
    }
  }
  return { ids, snapshots, findings };
}

async function parents(
  archive: string,
  ids: readonly string[],
  snapshots: readonly Snapshot[],
): Promise<Finding[]> {
  const known = new Set([...ids, ...(await readPruned(archive))]);
  return snapshots.flatMap(({ id, parent }) =>
    parent === null || known.has(parent)
      ? []
      : [problem('PARENT_MISSING', `snapshot '${id}' follows '${parent}', which is not there`)],
  );
}

/** Times after `now`, where the clock was ahead: they are wrong, but order nothing. */
function timesToCome(snapshots: readonly Snapshot[], now: Date): Finding[] {
  const end = now.getTime() + CLOCK_TOLERANCE_MS;
  const isToCome = (time: string) => Date.parse(time) > end;
  return snapshots.flatMap(({ id, createdAt, lists }) => {
    const entries = Object.entries(lists).filter(
      ([, { fetchedAt, confirmedAt }]) => isToCome(fetchedAt) || isToCome(confirmedAt),
    );
    if (entries.length === 0 && !isToCome(createdAt)) return [];
    const own = isToCome(createdAt) ? [`its own '${createdAt}'`] : [];
    const [first] = entries;
    const others = first ? [`those of ${countOf(entries.length, 'list')}, like '${first[0]}'`] : [];
    const what = `snapshot '${id}' has times to come: ${[...own, ...others].join(' and ')}`;
    return [{ severity: 'warning', code: 'TIME_AHEAD', what }];
  });
}

async function damages(archive: string, expected: ReadonlyMap<string, string>): Promise<Finding[]> {
  const limit = pLimit(FILES_AT_ONCE);
  const checked = [...expected].map(([path, sha256]) =>
    limit(async (): Promise<Finding[]> => {
      const name = relative(archive, path);
      try {
        const hash = createHash('sha256')
          .update(await readFile(path))
          .digest('hex');
        if (hash === sha256) return [];
        return [problem('LIST_DAMAGED', `'${name}' is not the file that was written`)];
      } catch (error) {
        if (isMissing(error)) return [problem('LIST_MISSING', `'${name}' is not there`)];
        return [problem('LIST_UNREADABLE', `'${name}' cannot be read (${causeText(error)})`)];
      }
    }),
  );
  return (await Promise.all(checked)).flat();
}

async function sizesBelow(archive: string): Promise<{ path: string; bytes: number }[]> {
  return Promise.all(
    (await filesBelow(archive)).map(async ({ folder, name }) => {
      const path = join(folder, name);
      return { path, bytes: (await stat(path)).size };
    }),
  );
}

function strangers(
  archive: string,
  path: string,
  expected: ReadonlyMap<string, string>,
): Finding[] {
  const name = relative(archive, path);
  if (OWN_FILES.includes(name) || expected.has(path)) return [];
  if (name.startsWith(REFUSED_FOLDER)) return [];
  if (/^snapshots[\\/][^\\/]+\.json$/.test(name)) return [];
  const severity = 'warning';
  if (name.includes(ASIDE_PREFIX)) {
    return [{ severity, code: 'LEFT_OVER', what: `'${name}' was left by a run that was killed` }];
  }
  if (/\.ndjson\.gz$/.test(name)) {
    return [{ severity, code: 'LIST_UNUSED', what: `'${name}' is in no snapshot` }];
  }
  return [{ severity, code: 'FILE_FOREIGN', what: `'${name}' is none of the archive's` }];
}

function problem(code: string, what: string): Finding {
  return { severity: 'error', code, what };
}
