import { constants } from 'node:fs';
import { cp } from 'node:fs/promises';
import { silentProgress } from '../../command/progress.js';
import { type DataFolder, dataFolder } from '../../disk/data-folder.js';
import { type Lake, readLake } from '../../transform/lake/lake.js';
import { transform } from '../../transform/transform.js';
import { madeArchive } from '../transform/made-archive.js';
import { shareOnce } from './share-once.js';

/** The lake of the seed, made once in a run: to read, not to write. */
export async function sharedSeedLake(): Promise<Lake> {
  return readLake(dataFolder(await shareSeed()).lake);
}

/** Fills a data folder with the lake of the seed, as `transform` leaves it. */
export async function copySeedLake(data: DataFolder): Promise<void> {
  await copyFolder(await shareSeed(), data.root);
}

/** Fills a data folder with an archive of one race, see ONE_RACE, and its lake. */
export async function copyOneRace(data: DataFolder): Promise<void> {
  const shared = await shareOnce('one-race', async (folder) => {
    const made = dataFolder(folder);
    await madeArchive(made.archive);
    await transform({ data: made }, silentProgress);
  });
  await copyFolder(shared, data.root);
}

function shareSeed(): Promise<string> {
  return shareOnce('seed', (folder) =>
    transform({ data: dataFolder(folder), threads: 2 }, silentProgress),
  );
}

async function copyFolder(from: string, to: string): Promise<void> {
  // Disks that can share blocks do so; what is written later is apart all the same.
  await cp(from, to, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    verbatimSymlinks: true,
  });
}
