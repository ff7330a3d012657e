import type { DataFolder } from '../../disk/data-folder.js';
import { causeText } from '../../fault/fault.js';
import { findLake, type Lake, readLakeHead } from '../../transform/lake/lake.js';
import { type LakeView, openLakeView } from './lake-view.js';

/** Lends the lake's current version to requests, and takes up newer ones between them. */
export type LakeHolder = {
  /**
   * Runs `work` on one version, which stays open until `work` ends, whatever comes meanwhile.
   *
   * @returns undefined while there is no lake
   */
  use<Result>(work: (view: LakeView) => Result | Promise<Result>): Promise<Result | undefined>;
  /** Why there is no lake, or the newest could not be taken up. */
  trouble(): string | undefined;
  /** Looks for a newer lake now. */
  refresh(): Promise<void>;
  close(): Promise<void>;
};

export type HolderOptions = {
  readonly data: DataFolder;
  /** The ledger that the mirror's rows are corrected by. */
  readonly correctionsFolder: string;
  readonly everyMs: number;
  /** Told once for each reason. */
  readonly onTrouble: (why: string) => void;
};

type Held = { readonly view: LakeView; users: number; isOld: boolean };

/** Opens the lake if there is one, and looks for a newer one every so often. */
export async function holdLake(options: HolderOptions): Promise<LakeHolder> {
  let held: Held | undefined;
  let trouble: string | undefined;
  let looking: Promise<void> | undefined;

  const tell = (why: string) => {
    if (why !== trouble) options.onTrouble(why);
    trouble = why;
  };
  const look = async () => {
    try {
      const newest = await newestLake(options.data.lake);
      if (newest === undefined) return tell("no lake yet; run 'npm run transform'");
      if (held && isSameBuild(newest, held.view.lake)) {
        trouble = undefined;
        return;
      }
      const view = await openLakeView(options.data, options.correctionsFolder);
      const former = held;
      held = { view, users: 0, isOld: false };
      trouble = undefined;
      if (former) retire(former);
    } catch (error) {
      tell(causeText(error));
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
      const mine = held;
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
      if (held) retire(held);
      held = undefined;
    },
  };
}

function retire(former: Held) {
  former.isOld = true;
  if (former.users === 0) former.view.close();
}

async function newestLake(lakeFolder: string): Promise<Lake | undefined> {
  const head = await readLakeHead(lakeFolder);
  return head === undefined ? undefined : findLake(lakeFolder, head);
}

// A damaged lake that was made anew has the fingerprint that it had, but other files.
function isSameBuild(one: Lake, other: Lake): boolean {
  return one.fingerprint === other.fingerprint && one.builtAt === other.builtAt;
}
