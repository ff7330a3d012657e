import type { CommandModule } from 'yargs';
import { onDemand } from '../command/on-demand.js';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import { describeLoad } from './describe.js';
import { describePlan } from './describe-plan.js';
import { withLakeOptions } from './lake-option.js';
import { type PlanArgs, runPlan } from './plan-command.js';
import { type ChangeArgs, waitsOf, withChangeOptions } from './postgres/target-option.js';
import { type RemovalsArgs, withRemovalsOption } from './removals-option.js';

type LoadArgs = ChangeArgs & PlanArgs & RemovalsArgs & { readonly plan: boolean };

const load = onDemand(async () => (await import('./load.js')).load);
const planLoad = onDemand(async () => (await import('./plan.js')).planLoad);
const confirmChange = onDemand(async () => (await import('./confirm-change.js')).confirmChange);
const targetOf = onDemand(async () => (await import('./postgres/find-target.js')).targetOf);

export const loadCommand: CommandModule<CommonArgs, LoadArgs> = {
  command: 'load',
  describe: 'load the lake into Postgres',
  builder: (yargs) =>
    withLakeOptions(withRemovalsOption(withChangeOptions(yargs)))
      .option('plan', {
        type: 'boolean',
        default: false,
        describe: 'say what would be changed, as the command plan does',
      })
      .option('all', {
        type: 'boolean',
        default: false,
        describe: 'with --plan: all tables, and up to 1,000 rows of each',
      })
      .option('exit-code', {
        type: 'boolean',
        default: false,
        describe: 'with --plan: exit 1 when anything differs',
      })
      .check((args) => {
        if (args.plan || !(args['exit-code'] || args.all)) return true;
        throw new Error('--exit-code and --all need --plan');
      })
      .example('npm run load', 'load the lake into the embedded Postgres')
      .example('npm run load -- --target prod', 'into a target of yours'),
  handler: (args) => (args.plan ? runPlan(args) : runLoad(args)),
};

function runLoad(args: LoadArgs): Promise<void> {
  return runCommand(
    args,
    async ({ data, progress, signal }) => {
      const { snapshot, yes, 'stale-ok': staleOk, 'allow-removals': allowRemovals } = args;
      const target = await targetOf(args);
      const confirmed = await confirmChange({
        ...{ target, yes },
        preview: async () =>
          describePlan(await planLoad({ data, target, snapshot, staleOk, signal }, progress)),
      });
      const lake = { snapshot, staleOk };
      const options = { data, target, ...lake, confirmed, allowRemovals, ...waitsOf(args), signal };
      return load(options, progress);
    },
    describeLoad,
  );
}
