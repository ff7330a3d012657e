import type { CommandModule } from 'yargs';
import { onDemand } from '../command/on-demand.js';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import { summarizeLoad } from '../load/describe.js';
import { summarizeTransform } from '../transform/command.js';
import type { PipelineResult } from './pipeline.js';

const pipeline = onDemand(async () => (await import('./pipeline.js')).pipeline);

export const pipelineCommand: CommandModule<CommonArgs, CommonArgs> = {
  command: 'pipeline',
  describe: 'transform the archive and load it into the embedded Postgres',
  builder: (yargs) =>
    yargs.example('npm run pipeline', 'the whole history into Postgres, and done'),
  handler: (args) =>
    runCommand(
      args,
      ({ data, progress, signal }) => pipeline({ data, signal }, progress),
      (result) => `${describePipeline(result)} ${STAYS_UP}`,
    ),
};

const STAYS_UP =
  "Postgres stays up: 'npm run db url' tells how to connect, 'npm run db stop' stops it.";

/** What a pipeline did, in a person's words. */
export function describePipeline(result: PipelineResult): string {
  return [
    summarizeTransform(result.transform),
    summarizeLoad(result.load),
    '',
    `Done in ${result.seconds.toFixed(1)} s.`,
  ].join('\n');
}
