import { join } from 'node:path';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import { type Check, declaredChecks, readChecks } from './checks/read-checks.js';
import type { Model } from './models/model-file.js';
import { type FlatView, readFlatViews } from './models/read-flat-views.js';
import { readModels } from './models/read-models.js';
import { readFunctions, type SqlFunction } from './models/run-models.js';

/** The folders of the rules of the sport and of the corrections. */
export const LEDGERS = {
  rules: join(PROGRAM_FOLDER, 'data', 'rules'),
  corrections: join(PROGRAM_FOLDER, 'data', 'corrections'),
};

/** The content of a `sql/` folder. */
export type Program = {
  readonly models: readonly Model[];
  readonly functions: readonly SqlFunction[];
  readonly checks: readonly Check[];
  readonly views: readonly FlatView[];
};

/**
 * Reads a `sql/` folder: models, macros, flat views, and the checks in files and ymls.
 *
 * @throws {Fault} as readModels, readFlatViews, readChecks and declaredChecks do
 */
export async function readProgram(sqlFolder: string): Promise<Program> {
  const models = await readModels(sqlFolder);
  const functions = await readFunctions(sqlFolder);
  const checks = [...declaredChecks(models), ...(await readChecks(sqlFolder))];
  return { models, functions, checks, views: await readFlatViews(sqlFolder) };
}
