import { once } from 'node:events';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { load } from '../../load/load.js';
import { parseTargetUrl } from '../../load/postgres/target-url.js';

/** Loads two lakes in turns until it is killed; begins when it is told a database's URL. */
const [folder = ''] = process.argv.slice(2);
const data = dataFolder(folder);
process.stdout.write('ready\n');
const [url] = await once(process.stdin.setEncoding('utf8'), 'data');
const target = parseTargetUrl(String(url).trim());
for (;;) {
  for (const snapshot of ['new', 'old']) await load({ data, target, snapshot }, silentProgress);
}
