import { hideBin } from 'yargs/helpers';
import { reportError } from './command/run-command.js';
import { commandLine } from './command-line.js';

// stdout may close early (`| head`): ignore EPIPE.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const args = hideBin(process.argv);
try {
  await commandLine(args, process.stdout.columns || undefined).parseAsync();
} catch (error) {
  // Wrong usage: the arguments could not be parsed.
  const isLog = process.env.LYZER_LOG === 'json' || /--log[= ]json/.test(args.join(' '));
  const log = isLog ? 'json' : 'text';
  process.exitCode = reportError(error, { json: args.includes('--json'), log });
}
