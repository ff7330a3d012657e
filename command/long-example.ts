/**
 * For yargs' `example`: a command that is too long to stand beside its meaning, which would
 * break it in two that can't be copied, stands below it.
 */
export function longExample(command: string, meaning: string): [string, string] {
  return [`${meaning}:\n${command}`, ''];
}
