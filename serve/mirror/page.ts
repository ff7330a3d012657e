import { PAGE_ROWS } from '../../extract/archive/page.js';

/** A part of an answer: text, or bytes cut from the mirror. */
export type Piece = string | Buffer;

/** Which rows are asked for. */
export type Window = { readonly limit: number; readonly offset: number };

/** A list that was cut to a window. */
export type Page = {
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

const USUAL_LIMIT = 30;

/** Reads `limit` and `offset` as Jolpica does: what is no number counts as not given. */
export function windowOf(query: URLSearchParams): Window {
  const read = (name: string) => {
    const value = query.get(name) ?? '';
    return /^\d+$/.test(value) ? Number(value) : undefined;
  };
  const limit = Math.min(read('limit') || USUAL_LIMIT, PAGE_ROWS);
  return { limit, offset: Math.min(read('offset') ?? 0, Number.MAX_SAFE_INTEGER) };
}

/** The bytes of an answer: Jolpica's envelope around a page. */
export function renderPage(path: string, { limit, offset }: Window, page: Page): Buffer {
  // As Jolpica names itself, so that an archive made of this mirror equals one made of Jolpica.
  const head = JSON.stringify({
    xmlns: '',
    series: 'f1',
    url: `https://api.jolpi.ca${path}`.toLowerCase(),
    limit: String(limit),
    offset: String(offset),
    total: String(page.total),
  });
  const criteria = JSON.stringify({ ...page.criteria, [page.key]: [] });
  const before = `{"MRData":${head.slice(0, -1)},"${page.table}":${criteria.slice(0, -2)}`;
  return joinPieces([before, ...page.items, ']}}}']);
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
