import type { CommandModule } from 'yargs';
import { onDemand } from '../command/on-demand.js';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import { EXIT } from '../fault/fault.js';
import { describePlan } from './describe-plan.js';
import { type LakeArgs, withLakeOptions } from './lake-option.js';
import { type TargetArgs, withTargetOptions } from './postgres/target-option.js';

export type PlanArgs = TargetArgs &
  LakeArgs & { readonly 'exit-code': boolean; readonly all: boolean };

const planLoad = onDemand(async () => (await import('./plan.js')).planLoad);
const targetOf = onDemand(async () => (await import('./postgres/find-target.js')).targetOf);

export const planCommand: CommandModule<CommonArgs, PlanArgs> = {
  command: 'plan',
  describe: 'say what a load would change in a target, and change nothing',
  builder: (yargs) =>
    withLakeOptions(withTargetOptions(yargs))
      .option('all', {
        type: 'boolean',
        default: false,
        describe: 'all tables, and up to 1,000 rows of each; else at most 40 lines',
      })
      .option('exit-code', {
        type: 'boolean',
        default: false,
        describe: 'exit 1 when anything differs, as git diff does',
      })
      .example('npm run plan -- --target prod', 'what would a load change there?'),
  handler: runPlan,
};

/** Plans a load and prints the plan; `load --plan` is the same. */
export function runPlan(args: PlanArgs): Promise<void> {
  return runCommand(
    args,
    async ({ data, progress, signal }) => {
      const target = await targetOf(args);
      const { snapshot, 'stale-ok': staleOk, all } = args;
      const plan = await planLoad({ data, target, snapshot, staleOk, all, signal }, progress);
      if (args['exit-code'] && plan.differs) process.exitCode = EXIT.failed;
      return plan;
    },
    (plan) => describePlan(plan, args.all),
  );
}
