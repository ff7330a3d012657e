/**
 * An example for yargs whose command is long: it gets a line of its own below its meaning.
 * Beside it, yargs would break the command into two lines that cannot be copied.
 */
export function longExample(command: string, meaning: string): [string, string] {
  return [`${meaning}:\n${command}`, ''];
}
