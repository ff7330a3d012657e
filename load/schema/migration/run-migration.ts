import { relative } from 'node:path';
import { runCommand } from '../../../command/run-command.js';
import { PROGRAM_FOLDER } from '../../../disk/data-folder.js';
import { PUBLISHED_LAYERS } from '../../../transform/models/model-file.js';
import { readModels, SQL_FOLDER } from '../../../transform/models/read-models.js';
import { withScratchServer } from '../../postgres/embedded/with-scratch-server.js';
import { localTarget } from '../../postgres/reach-target.js';
import { writeMigration } from './write-migration.js';

// `npm run migration -- NAME`: see CONTRIBUTING.md, "To add a model". Ctrl-C waits for the
// scratch server to stop.
const [name = ''] = process.argv.slice(2);
await runCommand(
  { data: '', json: false, log: 'text' },
  async () => {
    const models = await readModels(SQL_FOLDER, PUBLISHED_LAYERS);
    const path = await withScratchServer((server) =>
      writeMigration(name, { scratch: localTarget(server), models }),
    );
    return { path };
  },
  ({ path }) =>
    path === undefined
      ? 'Nothing to do: the migrations reach the models.'
      : `Wrote ${relative(PROGRAM_FOLDER, path)}: read it, then commit it with the models.`,
);
