/** A command to copy, or what is in quotes: it must stay on one line. */
const WORDS = /(?<=^|[\s(])'[^'\n]*'\S*|\S+/g;
const COMMAND = /^\s+(psql|npm|npx|lyzer-etl)\b/;

/** How wide the terminal is; undefined where there is none, and COLUMNS says nothing. */
export function terminalColumns(): number | undefined {
  const { COLUMNS } = process.env;
  return process.stdout.columns || process.stderr.columns || Number(COLUMNS) || undefined;
}

/**
 * Breaks lines that are wider than the terminal, between words only; what follows of a line is
 * indented below it. Commands on a line of their own stay as they are, to be copied.
 */
export function wrap(text: string, columns = terminalColumns()): string {
  if (columns === undefined) return text;
  const fits = (line: string) => line.length <= columns || COMMAND.test(line);
  return text
    .split('\n')
    .map((line) => (fits(line) ? line : wrapLine(line, columns)))
    .join('\n');
}

function wrapLine(line: string, columns: number): string {
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  return wrapWords(line, columns - indent.length - 2)
    .map((part, at) => `${indent}${at === 0 ? '' : '  '}${part}`)
    .join('\n');
}

/** The lines of a text that is at most so wide; a word that is wider has a line of its own. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const [word] of text.matchAll(WORDS)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
