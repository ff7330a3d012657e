import { silentProgress } from '../command/progress.js';
import { dataFolder } from '../disk/data-folder.js';
import { transform } from '../transform/transform.js';

/** One transform in a process of its own, started by a benchmark, that prints its time and memory. */
const [root = ''] = process.argv.slice(2);
const { seconds } = await transform({ data: dataFolder(root) }, silentProgress);
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
process.stdout.write(JSON.stringify({ seconds, cpuSeconds, peakMegabytes: maxRSS / 1024 }));
