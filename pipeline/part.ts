import { z } from 'zod';
import { causeText } from '../fault/fault.js';

/** One part of a report, or why it could not be read. */
export type Part<Content> = Content | { readonly fault: string };

/** Whether the part could not be read. */
export function isFault<Content>(part: Part<Content>): part is { readonly fault: string } {
  return typeof part === 'object' && part !== null && 'fault' in part;
}

/** Reads one part; one that is damaged or unreachable must not hide the others. */
export async function partOf<Content>(look: () => Promise<Content>): Promise<Part<Content>> {
  try {
    return await look();
  } catch (error) {
    return { fault: causeText(error instanceof z.ZodError ? z.prettifyError(error) : error) };
  }
}
