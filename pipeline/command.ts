import type { CommandModule } from 'yargs';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import { summarizeLoad } from '../load/describe.js';
import { type RemovalsArgs, withRemovalsOption } from '../load/removals-option.js';
import { summarizeTransform } from '../transform/command.js';
import type { PipelineResult } from './pipeline.js';

export const pipelineCommand: CommandModule<CommonArgs, CommonArgs & RemovalsArgs> = {
  command: 'pipeline',
  describe: 'transform the archive and load it into the embedded Postgres',
  builder: (yargs) =>
    withRemovalsOption(yargs).example(
      'npm run pipeline',
      'the whole history into Postgres, and done',
    ),
  handler: (args) =>
    runCommand(
      args,
      async ({ data, progress, signal }) => {
        // Loaded when it is needed: DuckDB costs other commands memory and start-up time.
        const { pipeline } = await import('./pipeline.js');
        return pipeline({ data, signal, allowRemovals: args['allow-removals'] }, progress);
      },
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
