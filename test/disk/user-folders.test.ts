import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { configFolder, userDataFolder } from '../../disk/user-folders.js';
import { targetsFile } from '../../load/postgres/target-file.js';
import { tokensFile } from '../../serve/access/tokens.js';

const system = Object.getOwnPropertyDescriptor(process, 'platform') ?? {};

afterEach(() => {
  vi.unstubAllEnvs();
  Object.defineProperty(process, 'platform', system);
});

test.each([
  ['linux', /\.config[/\\]lyzer-etl$/],
  ['darwin', /Library[/\\]Preferences[/\\]lyzer-etl$/],
  ['win32', /AppData[/\\]Roaming[/\\]lyzer-etl[/\\]Config$/],
])('on %s, targets and tokens are in one folder, that of the system', (platform, folder) => {
  for (const name of ['XDG_CONFIG_HOME', 'APPDATA']) vi.stubEnv(name, '');
  Object.defineProperty(process, 'platform', { value: platform });
  expect(configFolder()).toMatch(folder);
  expect(targetsFile()).toBe(join(configFolder(), 'targets.json'));
  expect(tokensFile()).toBe(join(configFolder(), 'serve-tokens.json'));
});

test.each(['linux', 'darwin', 'win32'])('on %s, XDG_CONFIG_HOME moves it', (platform) => {
  vi.stubEnv('XDG_CONFIG_HOME', 'elsewhere');
  Object.defineProperty(process, 'platform', { value: platform });
  expect(configFolder()).toBe(join('elsewhere', 'lyzer-etl'));
});

test.each([
  ['linux', /\.local[/\\]share[/\\]lyzer-etl$/],
  ['darwin', /Library[/\\]Application Support[/\\]lyzer-etl$/],
  ['win32', /AppData[/\\]Local[/\\]lyzer-etl[/\\]Data$/],
])(
  'on %s, data of an installed program are with the other data of the user',
  (platform, folder) => {
    for (const name of ['XDG_DATA_HOME', 'LOCALAPPDATA']) vi.stubEnv(name, '');
    Object.defineProperty(process, 'platform', { value: platform });
    expect(userDataFolder()).toMatch(folder);
    vi.stubEnv('XDG_DATA_HOME', 'elsewhere');
    expect(userDataFolder()).toBe(join('elsewhere', 'lyzer-etl'));
  },
);
