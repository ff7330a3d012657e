import { join } from 'node:path';
import { dataFolder, SEED_FOLDER } from '../disk/data-folder.js';
import { median } from './measure.js';
import { runTransform } from './run-transform.js';
import { writeTenfoldArchive } from './tenfold-archive.js';

const ROUNDS = 5;

/** The transform of ten times the laps against that of the seed: in turns, each in its own process. */
export async function benchTenfold(folder: string): Promise<string> {
  const seed = dataFolder(join(folder, 'seed'));
  const tenfold = dataFolder(join(folder, 'tenfold'));
  const { laps, lists } = await writeTenfoldArchive(SEED_FOLDER, tenfold.archive);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ few: await runTransform(seed), many: await runTransform(tenfold) });
  }
  const ratio = median(rounds.map(({ few, many }) => many.seconds / few.seconds));
  const cpuRatio = median(rounds.map(({ few, many }) => many.cpuSeconds / few.cpuSeconds));
  const peak = Math.max(...rounds.map(({ many }) => many.peakMegabytes));
  return [
    `transform of ${laps.toLocaleString('en')} laps in ${lists.toLocaleString('en')} lists, ten times the seed's, ${ROUNDS} rounds`,
    `  the seed                       ${median(rounds.map(({ few }) => few.seconds)).toFixed(2)} s`,
    `  ten times the laps             ${median(rounds.map(({ many }) => many.seconds)).toFixed(2)} s`,
    `  ratio (median of the rounds)   ${ratio.toFixed(2)}, to be at most 11`,
    // Other work on the machine stretches the long runs more than the short ones.
    `  ratio of the cores' time       ${cpuRatio.toFixed(2)}`,
    `  peak memory                    ${peak.toFixed(0)} MB, to be under 2,000`,
  ].join('\n');
}
