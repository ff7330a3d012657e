#!/usr/bin/env node
import { hideBin } from 'yargs/helpers';
import { reportError } from './command/run-command.js';
import { commandLine } from './command-line.js';
import { commandWords } from './fault/command-words.js';

// stdout may close early (`| head`): ignore EPIPE.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const args = hideBin(process.argv);
try {
  await commandLine(args, process.stdout.columns || undefined).parseAsync(args, {}, printHelp);
} catch (error) {
  // Wrong usage: the arguments could not be parsed.
  const isLog = process.env.LYZER_LOG === 'json' || /--log[= ]json/.test(args.join(' '));
  const log = isLog ? 'json' : 'text';
  process.exitCode = reportError(error, { json: args.includes('--json'), log });
}

/** yargs passes the text of --help and --version, and nothing else: faults are thrown. */
function printHelp(_error: unknown, _args: unknown, text: string) {
  if (text !== '') process.stdout.write(`${commandWords(text)}\n`);
}
