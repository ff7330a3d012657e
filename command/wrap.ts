/** A command to copy, or what is in quotes: it must stay on one line. */
const WORDS = /(\s*)((?<=^|[\s(])'[^'\n]*'\S*|\S+)/g;
/** `snapshot   2026…`: what follows stands below the value. */
const LABEL = /^\s*\S+ {2,}/;
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
  const hang = LABEL.exec(line)?.[0].length ?? indent.length + 2;
  const [first = '', ...rest] = wrapWords(line, columns);
  const following = wrapWords(line.slice(first.length).trimStart(), columns - hang);
  return rest.length === 0 ? first : [first, ...following].join(`\n${' '.repeat(hang)}`);
}

/** The lines of a text that is at most so wide; a word that is wider has a line of its own. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const [, space = '', word = ''] of text.matchAll(WORDS)) {
    if (line === undefined) {
      line = space + word;
    } else if (line.length + space.length + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line += space + word;
    }
  }
  return [...lines, line ?? ''];
}
