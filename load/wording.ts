const MOST_SEASONS = 8;

type HandEdited = {
  readonly schema: string;
  readonly name: string;
  readonly handEdited: readonly (number | null)[];
};

/** The tables in which somebody else changed rows, with the seasons; empty if there are none. */
export function handEdits(tables: readonly HandEdited[], title: string): string {
  const edited = tables.filter(({ handEdited }) => handEdited.length > 0);
  if (edited.length === 0) return '';
  const places = edited.map(({ schema, name, handEdited }) => {
    const seasons = handEdited.filter((season) => season !== null);
    const shown = seasons.slice(0, MOST_SEASONS).join(', ');
    const more = seasons.length > MOST_SEASONS ? ` and ${seasons.length - MOST_SEASONS} more` : '';
    return `${schema}.${name}${shown === '' ? '' : ` (${shown}${more})`}`;
  });
  return `${title}: ${places.join(', ')}.`;
}

/** A title and its items; empty without any. */
export function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${title}${items.join(', ')}`;
}

/** Leaves out empty lines; a line break is one that stays. */
export function joinLines(lines: readonly string[]): string {
  return lines
    .filter((line) => line !== '')
    .map((line) => (line === '\n' ? '' : line))
    .join('\n');
}

/** `1,063`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
