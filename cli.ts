import { hideBin } from 'yargs/helpers';
import { reportError } from './command/run-command.js';
import { commandLine } from './command-line.js';

// stdout may close early (`| head`): ignore EPIPE.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await commandLine(hideBin(process.argv), process.stdout.columns || undefined).parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
