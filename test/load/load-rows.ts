import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { type LoadOptions, load } from '../../load/load.js';
import type { Target } from '../../load/postgres/target.js';
import { parseTargetUrl } from '../../load/postgres/target-url.js';
import { withTarget } from '../../load/postgres/with-target.js';
import { type Session, withLoadTransaction } from '../../load/postgres/with-transaction.js';
import { type FixtureRows, writeFixtureLake } from './fixture-lake.js';

/** Loads rows, as the lake of a snapshot, into a database. */
export async function loadRows(
  folder: string,
  target: string | Target,
  snapshot: string,
  rows: FixtureRows,
  options: Partial<LoadOptions> = {},
) {
  const data = dataFolder(folder);
  await writeFixtureLake(data.lake, snapshot, rows);
  // No archive is beside it: the seed's snapshot may look newer.
  return load({ data, target: targetAt(target), staleOk: true, ...options }, silentProgress);
}

/** Runs work in a load's transaction of its own. */
export async function inLoad<Result>(
  url: string,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const target = parseTargetUrl(url);
  return withTarget(target, (sql) => {
    const session = { sql, target, signal: new AbortController().signal };
    return withLoadTransaction(session, { lockWaitMs: 0, progress: silentProgress }, () =>
      work(session),
    );
  });
}

function targetAt(target: string | Target): Target {
  return typeof target === 'string' ? parseTargetUrl(target) : target;
}
