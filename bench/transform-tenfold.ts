import { join } from 'node:path';
import { dataFolder, SEED_FOLDER } from '../command/data-folder.js';
import { median } from './measure.js';
import { runTransform } from './run-transform.js';
import { writeTenfoldArchive } from './tenfold-archive.js';

const ROUNDS = 3;

/** The transform of ten times the laps against that of the seed: in turns, each in its own process. */
export async function benchTenfold(folder: string): Promise<string> {
  const seed = dataFolder(join(folder, 'seed'));
  const tenfold = dataFolder(join(folder, 'tenfold'));
  const { laps, lists } = await writeTenfoldArchive(SEED_FOLDER, tenfold.archive);
  const runs = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // Before and after: what else the machine is at changes while the long run lasts.
    const before = await runTransform(seed);
    const many = await runTransform(tenfold);
    const after = await runTransform(seed);
    runs.push({ few: (before.seconds + after.seconds) / 2, many });
  }
  const ratio = median(runs.map(({ few, many }) => many.seconds / few));
  const peak = Math.max(...runs.map(({ many }) => many.peakMegabytes));
  return [
    `transform of ${laps.toLocaleString('en')} laps in ${lists.toLocaleString('en')} lists, ten times the seed's, ${ROUNDS} rounds`,
    `  the seed                       ${median(runs.map(({ few }) => few)).toFixed(2)} s`,
    `  ten times the laps             ${median(runs.map(({ many }) => many.seconds)).toFixed(2)} s`,
    `  ratio (median of the rounds)   ${ratio.toFixed(2)}, to be at most 11`,
    `  peak memory                    ${peak.toFixed(0)} MB, to be under 2,000`,
  ].join('\n');
}
