import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { commandLine } from '../../command-line.js';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';

const DEPLOY = join(PROGRAM_FOLDER, 'deploy');
const PAGES = [
  join(PROGRAM_FOLDER, 'docs', 'operate.md'),
  ...readdirSync(DEPLOY).map((name) => join(DEPLOY, name)),
];

/** Every call of the program that the page on operation and the files beside it show. */
const calls = PAGES.flatMap((page) => {
  const text = readFileSync(page, 'utf8').replaceAll(/args: \[(.*)\]/g, (_, args: string) =>
    args.replaceAll(',', ''),
  );
  return [...text.matchAll(/lyzer-etl ((?:[a-z]+ )*(?:[a-z]+)(?: --?[^\n`"]*)?)/g)].flatMap(
    ([, call = '']) => call.split(' && ')[0]?.trim() ?? [],
  );
}).filter((call) =>
  /^(target|pipeline|load|status|serve|transform|history|plan|rollback)\b/.test(call),
);

async function helpOf(words: readonly string[]): Promise<string> {
  const args = [...words, '--help'];
  let help = '';
  await commandLine(args).parseAsync(args, {}, (_error: unknown, _args: unknown, text: string) => {
    help = text;
  });
  return help;
}

describe('what docs/operate.md and deploy/ show', () => {
  test('is more than ten calls', () => expect(calls.length).toBeGreaterThan(10));

  test.each([...new Set(calls)])('lyzer-etl %s: a command with these options', async (call) => {
    const words = call.split(' ');
    const end = words.findIndex((word) => word.startsWith('-'));
    const help = await helpOf(words.slice(0, end === -1 ? undefined : end));
    const [command = ''] = words;
    expect(help).toMatch(new RegExp(`^lyzer-etl ${command}\\b`));
    for (const word of words.filter((one) => one.startsWith('--'))) expect(help).toContain(word);
  });
});

test.each(['compose.yml', 'cronjob.yml'])('%s is YAML', (name) => {
  expect(parse(readFileSync(join(DEPLOY, name), 'utf8'))).toBeTypeOf('object');
});
