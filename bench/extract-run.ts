import { stderrProgress } from '../command/progress.js';
import { dataFolder } from '../disk/data-folder.js';
import { type ExtractOptions, extract } from '../extract/extract.js';
import { EVERYTHING } from '../extract/plan/extract-request.js';

/** One extraction in a process of its own, started by bench/extract.ts, that measures its memory. */
const [root = '', baseUrl = '', how = ''] = process.argv.slice(2);
const { rate, now }: { rate: ExtractOptions['request']['rate']; now: string } = JSON.parse(how);

const request = { ...EVERYTHING, rate };
const result = await extract(
  {
    data: dataFolder(root),
    source: { baseUrl },
    request,
    concurrency: 4,
    seed: false,
    signal: new AbortController().signal,
    now: new Date(now),
  },
  stderrProgress(),
);

const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
process.stdout.write(JSON.stringify({ result, peakMegabytes }));
