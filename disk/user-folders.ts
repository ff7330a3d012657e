import { join } from 'node:path';
import envPaths from 'env-paths';

const NAME = 'lyzer-etl';

/** The folder of what belongs to this device and user; XDG_CONFIG_HOME moves it on any system. */
export function configFolder(): string {
  const { XDG_CONFIG_HOME } = process.env;
  return XDG_CONFIG_HOME ? join(XDG_CONFIG_HOME, NAME) : envPaths(NAME, { suffix: '' }).config;
}

/** The folder of this user's data; XDG_DATA_HOME moves it on any system. */
export function userDataFolder(): string {
  const { XDG_DATA_HOME } = process.env;
  return XDG_DATA_HOME ? join(XDG_DATA_HOME, NAME) : envPaths(NAME, { suffix: '' }).data;
}
