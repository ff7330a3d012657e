import type { Argv, CommandModule } from 'yargs';
import { longExample } from '../../command/long-example.js';
import { type CommonArgs, runCommand } from '../../command/run-command.js';
import type { NewTarget } from './add-target.js';
import type { SavedTarget } from './saved-target.js';
import { SAVED_TLS_MODES } from './target.js';

type AddArgs = CommonArgs & {
  readonly name: string;
  readonly url: string | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string | undefined;
  readonly user: string | undefined;
  readonly 'password-env': string | undefined;
  readonly 'password-file': string | undefined;
  readonly ssl: SavedTarget['ssl'] | undefined;
  readonly 'never-ask': boolean;
  readonly 'ssl-ca': string | undefined;
  readonly 'ssl-cert': string | undefined;
  readonly 'ssl-key': string | undefined;
  readonly production: boolean | undefined;
  readonly 'schema-prefix': string | undefined;
};

export const addCommand: CommandModule<CommonArgs, AddArgs> = {
  command: 'add <name>',
  describe: 'save a target on this device; its password is never saved',
  builder: (yargs) =>
    withParts(yargs).example(
      ...longExample(
        'npm run target -- add prod --production --url postgres://etl@db.example/f1',
        'the production database; asks for the password at each use',
      ),
    ),
  handler: (args) =>
    save(args, async (given) => (await import('./add-target.js')).addTarget(given)),
};

export const setCommand: CommandModule<CommonArgs, AddArgs> = {
  command: 'set <name>',
  describe: 'change a saved target; what is left out stays as it is',
  builder: (yargs) =>
    withParts(yargs).example('npm run target -- set prod --host db2.example', 'the server moved'),
  handler: (args) =>
    save(args, async (given) => (await import('./add-target.js')).setTarget(given)),
};

function withParts(yargs: Argv<CommonArgs>) {
  return yargs
    .positional('name', { type: 'string', demandOption: true, describe: 'prod, for example' })
    .option('url', { type: 'string', describe: 'postgres://user@host:port/database' })
    .option('host', { type: 'string', describe: 'instead of --url' })
    .option('port', { type: 'number', describe: 'beside --host [5432]' })
    .option('database', { type: 'string', describe: 'beside --host' })
    .option('user', { type: 'string', describe: 'beside --host' })
    .option('password-env', {
      type: 'string',
      describe: 'environment variable with the password [ask for it at each use]',
    })
    .option('password-file', { type: 'string', describe: 'file with the password' })
    .option('never-ask', {
      type: 'boolean',
      default: false,
      describe: 'the server wants no password, or PGPASSFILE has it',
    })
    .option('ssl', {
      choices: SAVED_TLS_MODES,
      describe: 'how to encrypt the connection [verify-full]',
    })
    .option('ssl-ca', {
      type: 'string',
      describe: 'file of the trusted certificate authority [those of Node.js]',
    })
    .option('ssl-cert', { type: 'string', describe: 'file of our own certificate [none]' })
    .option('ssl-key', { type: 'string', describe: "file of that certificate's key" })
    .option('production', { type: 'boolean', describe: 'ask before each change' })
    .option('schema-prefix', {
      type: 'string',
      describe: 'prefix of our schemas, like dev_ [none]',
    });
}

function save(args: AddArgs, work: (given: NewTarget) => Promise<SavedTarget>): Promise<void> {
  return runCommand(
    args,
    async () => {
      const { name, url, host, port, database, user, ssl, production } = args;
      const saved = await work({
        ...{ name, url, host, port, database, user, ssl, production },
        passwordEnv: args['password-env'],
        passwordFile: args['password-file'],
        neverAsk: args['never-ask'],
        ...{ sslCa: args['ssl-ca'], sslCert: args['ssl-cert'], sslKey: args['ssl-key'] },
        schemaPrefix: args['schema-prefix'],
      });
      const { targetsFile } = await import('./target-file.js');
      return { name, ...saved, file: targetsFile() };
    },
    ({ name, file }) =>
      `Saved target '${name}' in ${file}; 'npm run target -- test ${name}' tries it.`,
  );
}
