import type { Window } from '../path/window.js';

/** A part of an answer: text, or bytes cut from the mirror. */
export type Piece = string | Buffer;

/** A list that was cut to a window. */
export type MirrorPage = {
  /** All rows, also those outside the window. */
  readonly total: number;
  /** Jolpica's name for what is around the list, for example `RaceTable`. */
  readonly table: string;
  /** What was asked for, as the answer repeats it. */
  readonly criteria: Readonly<Record<string, string | null>>;
  /** The list's name and its JSON without brackets. */
  readonly key: string;
  readonly items: readonly Piece[];
};

/** The bytes of an answer: Jolpica's envelope around a page. */
export function renderPage(path: string, { limit, offsetText }: Window, page: MirrorPage): Buffer {
  // Jolpica's own address, so that an archive made of this mirror equals one made of Jolpica.
  const head = JSON.stringify({
    xmlns: '',
    series: 'f1',
    url: `https://api.jolpi.ca${encodePath(path)}`.toLowerCase(),
    limit: String(limit),
    offset: offsetText,
    total: String(page.total),
  });
  const criteria = JSON.stringify({ ...page.criteria, [page.key]: [] });
  const before = `{"MRData":${head.slice(0, -1)},"${page.table}":${criteria.slice(0, -2)}`;
  return joinPieces([before, ...page.items, ']}}}']);
}

/** As Django's iri_to_uri(), which leaves `%`, `[` and `]` as they are. */
function encodePath(path: string): string {
  return encodeURI(path).replaceAll('%25', '%').replaceAll('%5B', '[').replaceAll('%5D', ']');
}

export function joinPieces(pieces: readonly Piece[]): Buffer {
  return Buffer.concat(
    pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)),
  );
}

/** Pieces with a comma between each and the next. */
export function commaSeparated(groups: readonly (readonly Piece[])[]): Piece[] {
  return groups.flatMap((group, index) => (index === 0 ? group : [',', ...group]));
}
