import { readdir } from 'node:fs/promises';
import { isMissing } from './is-missing.js';

/** The names in a folder, sorted; none if there is no such folder. */
export async function filesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
