import type { CommandModule } from 'yargs';
import { onDemand } from '../command/on-demand.js';
import { type CommandContext, type CommonArgs, runCommand } from '../command/run-command.js';
import { summarizeLoad } from '../load/describe.js';
import { describePlan } from '../load/describe-plan.js';
import { LOCAL } from '../load/postgres/target.js';
import { type ChangeArgs, waitsOf, withChangeOptions } from '../load/postgres/target-option.js';
import { type RemovalsArgs, withRemovalsOption } from '../load/removals-option.js';
import { summarizeTransform } from '../transform/command.js';
import type { PipelineResult } from './pipeline.js';

type PipelineArgs = ChangeArgs & RemovalsArgs;

const pipeline = onDemand(async () => (await import('./pipeline.js')).pipeline);
const planLoad = onDemand(async () => (await import('../load/plan.js')).planLoad);
const confirmChange = onDemand(
  async () => (await import('../load/confirm-change.js')).confirmChange,
);
const canAsk = onDemand(async () => (await import('../load/postgres/confirm.js')).canAsk);
const targetOf = onDemand(async () => (await import('../load/postgres/find-target.js')).targetOf);

export const pipelineCommand: CommandModule<CommonArgs, PipelineArgs> = {
  command: 'pipeline',
  describe: 'transform the archive and load it into Postgres',
  builder: (yargs) =>
    withRemovalsOption(withChangeOptions(yargs))
      .example('npm run pipeline', 'the whole history into Postgres, and done')
      .example('npm run pipeline -- --target prod', 'what is new, into a target of yours'),
  handler: (args) => runCommand(args, (context) => runPipeline(args, context), describe),
};

async function runPipeline(args: PipelineArgs, { data, progress, signal }: CommandContext) {
  const { yes, 'allow-removals': allowRemovals } = args;
  const target = await targetOf(args);
  const confirm = (snapshot: string) =>
    confirmChange({
      ...{ target, yes },
      preview: async () =>
        describePlan(await planLoad({ data, target, snapshot, signal }, progress)),
    });
  const options = { data, target, confirmed: yes, allowRemovals, ...waitsOf(args), signal };
  const canConfirm = !yes && (await canAsk());
  return pipeline({ ...options, confirm: canConfirm ? confirm : undefined }, progress);
}

const STAYS_UP =
  "Postgres stays up: 'npm run db url' prints how to connect, 'npm run db stop' stops it.";

function describe(result: PipelineResult): string {
  const isLocal = result.load.target.name === LOCAL;
  return isLocal ? `${describePipeline(result)} ${STAYS_UP}` : describePipeline(result);
}

/** The result of a pipeline as text. */
export function describePipeline(result: PipelineResult): string {
  return [
    summarizeTransform(result.transform),
    summarizeLoad(result.load),
    '',
    `Done in ${result.seconds.toFixed(1)} s.`,
  ].join('\n');
}
