import { dataFolder } from '../command/data-folder.js';
import { silentProgress } from '../command/progress.js';
import { transform } from '../transform/transform.js';

/** One transform in a process of its own, started by a benchmark, that tells its seconds and memory. */
const [root = ''] = process.argv.slice(2);
const { seconds } = await transform({ data: dataFolder(root) }, silentProgress);
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ seconds, peakMegabytes }));
