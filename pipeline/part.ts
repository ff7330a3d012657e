import { z } from 'zod';
import { causeText } from '../fault/fault.js';

/** One part of a report, or the reason why nothing can be said of it. */
export type Part<Content> = Content | { readonly fault: string };

/** Whether there is no more than a reason. */
export function isFault<Content>(part: Part<Content>): part is { readonly fault: string } {
  return typeof part === 'object' && part !== null && 'fault' in part;
}

/** Looks at one part; what is damaged or out of reach must not hide the other parts. */
export async function partOf<Content>(look: () => Promise<Content>): Promise<Part<Content>> {
  try {
    return await look();
  } catch (error) {
    return { fault: causeText(error instanceof z.ZodError ? z.prettifyError(error) : error) };
  }
}
