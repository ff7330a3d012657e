/** One part of a report, or why it could not be read. */
export type Part<Content> = Content | { readonly fault: string };

/** Whether the part could not be read. */
export function isFault<Content>(part: Part<Content>): part is { readonly fault: string } {
  return typeof part === 'object' && part !== null && 'fault' in part;
}
