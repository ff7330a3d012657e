import type { Argv, CommandModule } from 'yargs';
import { onDemand } from '../../command/on-demand.js';
import { type CommonArgs, runCommand } from '../../command/run-command.js';
import { table } from '../../command/table.js';
import { EXIT } from '../../fault/fault.js';
import { SCHEMAS, schemaOf } from '../schema/schemas.js';
import type { SavedTarget } from './saved-target.js';
import { LOCAL, nameTarget } from './target.js';
import { addCommand, setCommand } from './target-add-command.js';
import type { TargetTest } from './test-target.js';

type NamedArgs = CommonArgs & { readonly name: string };

/** Loaded when a command is called, see onDemand. */
async function targetFunctions() {
  const [find, file] = await Promise.all([import('./find-target.js'), import('./target-file.js')]);
  return { ...find, ...file };
}

const listCommand: CommandModule<CommonArgs, CommonArgs> = {
  command: 'list',
  describe: 'list the targets of this device',
  builder: (yargs) => yargs.example('npm run target list', 'all databases to load into'),
  handler: (args) =>
    runCommand(
      args,
      async () => {
        const { readTargets, targetsFile } = await targetFunctions();
        return { file: targetsFile(), targets: await readTargets() };
      },
      ({ targets }) => {
        const head = ['target', 'database', 'user', 'ssl', 'password', ''];
        const lines = Object.entries(targets).map(([name, saved]) => [
          name,
          `${saved.host}:${saved.port}/${saved.database}`,
          saved.user,
          saved.ssl,
          describePassword(saved),
          saved.production ? 'production' : '',
        ]);
        return table(head, [[LOCAL, 'the embedded Postgres', '', '', '', ''], ...lines]);
      },
    ),
};

const showCommand: CommandModule<CommonArgs, NamedArgs> = {
  command: 'show <name>',
  describe: 'show what is saved of a target',
  builder: (yargs) =>
    withName(yargs).example('npm run target -- show prod', 'its connection and schemas'),
  handler: (args) =>
    runCommand(
      args,
      async () => {
        const { readTargets, unknownTarget } = await targetFunctions();
        const targets = await readTargets();
        const saved = targets[args.name];
        if (saved === undefined) throw unknownTarget(args.name, Object.keys(targets));
        return { name: args.name, ...saved };
      },
      (saved) =>
        [
          `target         ${saved.name}${saved.production ? ' (production)' : ''}`,
          `host           ${saved.host}:${saved.port}`,
          `database       ${saved.database}`,
          `user           ${saved.user}`,
          `password       ${describePassword(saved)}`,
          `ssl            ${saved.ssl}${saved.sslCa === undefined ? '' : `, trusting ${saved.sslCa}`}${saved.sslCert === undefined ? '' : `, showing ${saved.sslCert}`}`,
          `schemas        ${SCHEMAS.map((name) => schemaOf(saved, name)).join(', ')}`,
        ].join('\n'),
    ),
};

const removeCommand: CommandModule<CommonArgs, NamedArgs> = {
  command: 'remove <name>',
  describe: 'remove a target; its database stays as it is',
  builder: (yargs) => withName(yargs).example('npm run target -- remove prod', 'remove it'),
  handler: (args) =>
    runCommand(
      args,
      async () => {
        const { changeTargets, unknownTarget } = await targetFunctions();
        await changeTargets(({ [args.name]: removed, ...others }) => {
          if (removed === undefined) throw unknownTarget(args.name, Object.keys(others));
          return others;
        });
        return { removed: args.name };
      },
      ({ removed }) => `Removed target '${removed}'; its database is unchanged.`,
    ),
};

const testTarget = onDemand(async () => (await import('./test-target.js')).testTarget);

type TestArgs = CommonArgs & { readonly name: string; readonly url: string | undefined };

const testCommand: CommandModule<CommonArgs, TestArgs> = {
  command: 'test [name]',
  describe: 'connect to a target and check whether a load would work; exit 3 if not',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', default: LOCAL, describe: 'its name' })
      .option('url', { type: 'string', describe: 'a Postgres that is not saved' })
      .example('npm run target -- test prod', 'would a load work?'),
  handler: (args) =>
    runCommand(
      args,
      async ({ data, progress, signal }) => {
        const { targetOf } = await targetFunctions();
        const target = await targetOf({ target: args.name, url: args.url });
        const result = await testTarget({ data, target, signal }, progress);
        if (result.missingRights.length > 0) process.exitCode = EXIT.refused;
        return result;
      },
      describeTest,
    ),
};

export const targetCommand: CommandModule<CommonArgs, CommonArgs> = {
  command: 'target',
  describe: 'save, change, list, show, remove or test the databases to load into',
  builder: (yargs) =>
    yargs
      .command(addCommand)
      .command(setCommand)
      .command(listCommand)
      .command(showCommand)
      .command(removeCommand)
      .command(testCommand)
      .demandCommand(1, "no command given, one like 'add' was expected")
      .example('npm run target -- test prod', 'would a load into prod work?'),
  handler: () => {},
};

function withName(yargs: Argv<CommonArgs>) {
  return yargs.positional('name', { type: 'string', demandOption: true, describe: 'its name' });
}

function describePassword({ password }: SavedTarget): string {
  switch (password.from) {
    case 'environment':
      return `in environment variable ${password.variable}`;
    case 'file':
      return `in file ${password.file}`;
    case 'prompt':
      return 'asked for at each use';
    case 'none':
      return 'none, or in PGPASSFILE';
  }
}

function describeTest({ target, version, tls, migrations, missingRights, lastLoad }: TargetTest) {
  const { applied, pending } = migrations;
  return [
    `Target ${nameTarget(target)} answers.`,
    `server         Postgres ${version}, ${tls === null ? 'not encrypted' : tls}`,
    `migrations     ${applied} ran, ${pending.length === 0 ? 'none' : pending.join(', ')} to run`,
    `last load      ${lastLoad === null ? 'none' : `${lastLoad.id}, snapshot ${lastLoad.snapshot}, ${lastLoad.startedAt}`}`,
    `rights         ${missingRights.length === 0 ? 'a load has all it needs' : `missing: ${missingRights.join(', ')}`}`,
  ].join('\n');
}
