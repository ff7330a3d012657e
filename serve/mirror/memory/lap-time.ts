/** `1:20.965` in milliseconds; NaN for no time. */
export function millisOf(text: string): number {
  if (text === '') return Number.NaN;
  const seconds = text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round(seconds * 1000);
}
