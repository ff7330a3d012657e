import type { ModelDoc } from './model-file.js';

/** The parts of a table's or view's yml that become comments in a database. */
export type TableWords = Pick<ModelDoc, 'description' | 'columns' | 'references'>;

/** A comment on a table, or on one of its columns. */
export type TableComment = { readonly column?: string; readonly text: string };

/** The comments of a table or view: its description, and each column's meaning. */
export function commentsOf({ description, columns, references = {} }: TableWords): TableComment[] {
  return [
    { text: description },
    ...Object.entries(columns).map(([column, doc]) => ({
      column,
      text: columnText(doc, references[column]),
    })),
  ];
}

function columnText(
  { meaning, unit, values, absent, source }: ModelDoc['columns'][string],
  parent: string | undefined,
): string {
  return [
    meaning,
    ...(parent === undefined ? [] : [`see ${parent}`]),
    ...(unit === undefined ? [] : [`unit: ${unit}`]),
    ...(values === undefined ? [] : [`one of ${values.join(', ')}`]),
    ...(absent === undefined ? [] : [`null ${absent}`]),
    ...(source === undefined ? [] : [`from ${source}`]),
  ].join('; ');
}
