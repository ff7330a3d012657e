/**
 * What yargs says of wrong usage, by its own keys (its `locales/en.json`).
 *
 * @param lastWord the command that was given, where it is near to a known one
 */
export function usageStrings(lastWord: string): Record<string, string> {
  const strings = {
    'Did you mean %s?': `unknown command '${lastWord}'; did you mean '%s'?`,
    'Unknown argument: %s': { one: "unknown argument '%s'", other: "unknown arguments '%s'" },
    'Unknown command: %s': { one: "unknown command '%s'", other: "unknown commands '%s'" },
    'Not enough non-option arguments: got %s, need at least %s': inAnyNumber(
      'too few arguments: %s given, at least %s expected',
    ),
    'Missing required argument: %s': inAnyNumber("no value given for '--%s'"),
    // Not empty: yargs would take its own.
    'Invalid values:': ' ',
    'Argument: %s, Given: %s, Choices: %s': '--%s: %s given, one of %s was expected',
  };
  // Its types leave out that a text may have a form for one and one for more.
  return strings as unknown as Record<string, string>;
}

function inAnyNumber(text: string) {
  return { one: text, other: text };
}
