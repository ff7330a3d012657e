import type { DataFolder } from '../../disk/data-folder.js';
import { causeText } from '../../fault/fault.js';
import { findLake, type Lake, readLakeHead } from '../../transform/lake/lake.js';
import { HttpFault } from '../access/http-fault.js';
import { type LakeView, openLakeView } from './lake-view.js';

/** Gives requests the current lake, and switches to newer ones between requests. */
export type LakeHolder = {
  /**
   * Runs `work` on one lake, which stays open until `work` ends, even if a newer one arrives.
   *
   * @returns undefined while there is no lake
   */
  use<Result>(work: (view: LakeView) => Result | Promise<Result>): Promise<Result | undefined>;
  /** Why there is no lake, or why the newest could not be opened. */
  trouble(): string | undefined;
  /** Looks for a newer lake now. */
  refresh(): Promise<void>;
  close(): Promise<void>;
};

export type HolderOptions = {
  readonly data: DataFolder;
  /** The corrections for the mirror's rows. */
  readonly correctionsFolder: string;
  readonly everyMs: number;
  /** Called once per reason. */
  readonly onTrouble: (why: string) => void;
};

type OpenLake = { readonly view: LakeView; users: number; isOld: boolean };

/** Opens the lake if there is one, and looks for a newer one every `everyMs`. */
export async function holdLake(options: HolderOptions): Promise<LakeHolder> {
  let current: OpenLake | undefined;
  let trouble: string | undefined;
  let looking: Promise<void> | undefined;

  const report = (why: string) => {
    if (why !== trouble) options.onTrouble(why);
    trouble = why;
  };
  const drop = (opened: OpenLake, error: unknown) => {
    if (opened.isOld) return;
    retire(opened);
    if (current === opened) current = undefined;
    report(causeText(error));
  };
  const look = async () => {
    try {
      const newest = await newestLake(options.data.lake);
      if (newest === undefined) return report("no lake yet; run 'npm run transform'");
      if (current && isSameBuild(newest, current.view.lake)) {
        trouble = undefined;
        return;
      }
      const view = await openLakeView(options.data, options.correctionsFolder);
      const opened: OpenLake = { view, users: 0, isOld: false };
      // The first lake is served while its mirror is read: until then there is nothing. A newer
      // one has to wait.
      if (current) await readOrClose(view);
      else view.mirror.catch((error) => drop(opened, error));
      const former = current;
      current = opened;
      trouble = undefined;
      if (former) retire(former);
    } catch (error) {
      report(causeText(error));
    }
  };
  const refresh = () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };

  await refresh();
  const timer = setInterval(refresh, options.everyMs);
  return {
    async use(work) {
      const mine = current;
      if (!mine) return undefined;
      mine.users += 1;
      try {
        return await work(mine.view);
      } finally {
        mine.users -= 1;
        if (mine.isOld && mine.users === 0) mine.view.close();
      }
    },
    trouble: () => trouble,
    refresh,
    async close() {
      clearInterval(timer);
      await looking;
      if (current) retire(current);
      current = undefined;
    },
  };
}

async function readOrClose(view: LakeView) {
  try {
    await view.mirror;
  } catch (error) {
    view.close();
    throw error;
  }
}

/**
 * Runs `work` on the current lake, for a request that can't be answered without one.
 *
 * @throws {HttpFault} LAKE_EMPTY while there is no lake
 */
export async function useLake<Result>(
  lakes: LakeHolder,
  work: (view: LakeView) => Result | Promise<Result>,
): Promise<Result> {
  const found = await lakes.use(async (view) => ({ result: await work(view) }));
  if (found === undefined) throw new HttpFault(503, 'LAKE_EMPTY', `${lakes.trouble()}`);
  return found.result;
}

function retire(former: OpenLake) {
  former.isOld = true;
  if (former.users === 0) former.view.close();
}

async function newestLake(lakeFolder: string): Promise<Lake | undefined> {
  const head = await readLakeHead(lakeFolder);
  return head === undefined ? undefined : findLake(lakeFolder, head);
}

// A damaged lake that was built again has the same fingerprint but other files.
function isSameBuild(one: Lake, other: Lake): boolean {
  return one.fingerprint === other.fingerprint && one.builtAt === other.builtAt;
}
