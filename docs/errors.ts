import { join } from 'node:path';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import { EXTRACT_FAULTS } from '../extract/faults.js';
import type { FaultTable } from '../fault/catalogue.js';
import { EXIT } from '../fault/fault.js';
import { COMMON_FAULTS } from '../fault/faults.js';
import { LOAD_FAULTS } from '../load/faults.js';
import { RECONCILE_FAULTS } from '../reconcile/faults.js';
import { HTTP_FAULTS, SERVE_FAULTS } from '../serve/faults.js';
import { TRANSFORM_FAULTS } from '../transform/faults.js';

/** Where the page of errors is kept. */
export const ERRORS_PAGE = join(PROGRAM_FOLDER, 'docs', 'errors.md');

/** All codes that end a command, by the title of their section. */
export const FAULT_TABLES: Readonly<Record<string, FaultTable>> = {
  'All commands': COMMON_FAULTS,
  'Extract and the archive': EXTRACT_FAULTS,
  'Transform and the lake': TRANSFORM_FAULTS,
  'Comparison with f1db': RECONCILE_FAULTS,
  'Load, targets and the embedded Postgres': LOAD_FAULTS,
  Serve: SERVE_FAULTS,
};

/** The page of errors, written from the tables of all stages. */
export async function errorsPage(): Promise<string> {
  const stages = Object.entries(FAULT_TABLES).map(([title, faults]) =>
    section(title, 'exit', faults, ({ exit }) => EXIT[exit]),
  );
  const http = section('Answers over HTTP', 'status', HTTP_FAULTS, ({ status }) => status);
  return [INTRODUCTION, ...stages, http].join('\n');
}

type Entry = { readonly cause: string; readonly remedy: string };

function section<Fault extends Entry>(
  title: string,
  number: string,
  faults: Readonly<Record<string, Fault>>,
  numberOf: (fault: Fault) => number,
): string {
  const lines = Object.entries(faults)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(
      ([code, fault]) => `| \`${code}\` | ${numberOf(fault)} | ${fault.cause} | ${fault.remedy} |`,
    );
  return `## ${title}\n\n| code | ${number} | cause | what to do |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`;
}

const INTRODUCTION = `# Errors

Written by \`npm run docs\` from the \`faults.ts\` of each stage.

An error is one line on stderr: \`CODE: what, where, what was expected; what to do\`. The exit code is 1 where the work failed, 2 where the
command was used wrongly, 3 where going on could do harm, 130 after Ctrl-C. Anything else is a bug and prints a stack.
Codes of extract, transform and load also come over HTTP, when a job or a query meets them.
`;
