import type { CommandModule } from 'yargs';
import { countOf } from '../../command/count-of.js';
import { onDemand } from '../../command/on-demand.js';
import { type CommonArgs, runCommand } from '../../command/run-command.js';
import { EXIT } from '../../fault/fault.js';
import type { DoctorResult } from './doctor.js';

const archiveOf = onDemand(async () => (await import('./archive.js')).archiveOf);
const examineArchive = onDemand(async () => (await import('./doctor.js')).examineArchive);

export const doctorCommand: CommandModule<CommonArgs, CommonArgs> = {
  command: 'doctor',
  describe: 'examine the archive: every hash, what is missing, what does not belong',
  builder: (yargs) => yargs.example('npm run doctor', 'is everything still as it was written?'),
  handler: (args) =>
    runCommand(
      args,
      async ({ data }) => {
        const result = await examineArchive(await archiveOf(data));
        if (errorsOf(result).length > 0) process.exitCode = EXIT.failed;
        return result;
      },
      describeDoctor,
    ),
};

/** What an examination found, in a person's words. */
export function describeDoctor(result: DoctorResult): string {
  const megabytes = (result.bytes / 1_000_000).toFixed(1);
  const head = `${result.archive}: ${countOf(result.snapshots, 'snapshot')}, ${countOf(result.files, 'file')}, ${megabytes} MB`;
  const lines = result.findings.map(
    ({ severity, code, what }) => `  ${severity}  ${code}: ${what}`,
  );
  const errors = errorsOf(result).length;
  const verdict =
    errors > 0
      ? `${countOf(errors, 'error')}: restore those files from a copy, or fetch them anew with 'npm run extract -- --force'.`
      : 'Every file is as it was written.';
  return [head, ...lines, verdict].join('\n');
}

function errorsOf({ findings }: DoctorResult) {
  return findings.filter(({ severity }) => severity === 'error');
}
