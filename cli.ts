import { hideBin } from 'yargs/helpers';
import { reportError } from './command/run-command.js';
import { commandLine } from './command-line.js';

// Who reads may go before the end, as `head` does: the work goes on, and nothing is a bug.
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
