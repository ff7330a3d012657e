import { join } from 'node:path';
import { commandLine } from '../command-line.js';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';

/** The commands, and those of theirs that take options, in the order in which a reader needs them. */
export const COMMANDS = [
  'start',
  'pipeline',
  'extract',
  'transform',
  'load',
  'plan',
  'rollback',
  'target',
  'target add',
  'db',
  'db start',
  'serve',
  'serve token',
  'query',
  'export',
  'trace',
  'status',
  'history',
  'diff',
  'doctor',
  'archive',
  'archive prune',
];

/** Where the page of commands is kept. */
export const COMMANDS_PAGE = join(PROGRAM_FOLDER, 'docs', 'commands.md');

/** The page of commands, made of what each says of itself with `--help`. */
export async function commandsPage(): Promise<string> {
  const helps = await Promise.all(COMMANDS.map(help));
  const sections = COMMANDS.map((name, index) => {
    const call = name === 'start' ? 'npm start' : `npm run ${name.replace(' ', ' -- ')}`;
    return `## ${call}\n\n\`\`\`\n${helps[index]?.trim()}\n\`\`\`\n`;
  });
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

const INTRODUCTION = `# Commands

Written by \`npm run docs\` from each command's \`--help\`; a test holds it fresh.

A command that fails prints one line on stderr. With \`--json\`, stdout has it too: \`{"error": {"code": "LAKE_EMPTY", "message": "…", "exitCode": 1}}\`.

With \`--log json\`, or the environment variable \`LYZER_LOG=json\`, stderr has one JSON object on a line: \`time\`, \`level\` (\`info\`, \`error\`), \`stage\`,
\`done\`, \`total\`, \`message\`, and of a fault \`code\` and \`exitCode\`.

Options go behind \`--\`: \`npm run extract -- --rate 2/s\`. With \`--json\`, stdout is one JSON object with the command's result and
nothing else, progress and faults go to stderr; say \`npm run --silent pipeline -- --json\`, since npm prints a banner of its own otherwise.

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | failed: one line says what, where, what was expected and what to do |
| 2 | used wrongly: an unknown command or option, a value that cannot be |
| 3 | refused: going on could do harm, nothing was touched |
| 130 | interrupted by Ctrl-C; the same command goes on |
`;

/** What a command prints with `--help`, in this process: a process for each takes ten times as long. */
async function help(name: string): Promise<string> {
  let text = '';
  const args = [...name.split(' '), '--help'];
  await commandLine(args).parseAsync(args, {}, (_error, _argv, output) => {
    text = output;
  });
  return text;
}
