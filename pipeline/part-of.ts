import { z } from 'zod';
import { causeText } from '../fault/fault.js';
import type { Part } from './part.js';

/** Reads one part; one that is damaged or unreachable must not hide the others. */
export async function partOf<Content>(look: () => Promise<Content>): Promise<Part<Content>> {
  try {
    return await look();
  } catch (error) {
    return { fault: causeText(error instanceof z.ZodError ? z.prettifyError(error) : error) };
  }
}
