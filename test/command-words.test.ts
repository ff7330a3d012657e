import { expect, test } from 'vitest';
import { commandWords } from '../fault/command-words.js';

test.each([
  ['run it with npm start', 'run it with lyzer-etl start'],
  ["'npm run load -- --target prod' loads", "'lyzer-etl load --target prod' loads"],
  ['npm run db stop', 'lyzer-etl db stop'],
  ['psql "$(npm run --silent db url)"', 'psql "$(lyzer-etl db url)"'],
  ["run 'npm run transform' first", "run 'lyzer-etl transform' first"],
  ["run 'npm ci' again", "run 'npm ci' again"],
])('%s, where the package is installed: %s', (text, expected) => {
  expect(commandWords(text, true)).toBe(expected);
  expect(commandWords(text, false)).toBe(text);
});
