export const day = (text) =>
  new Date(text).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

export const moment = (text) =>
  new Date(text).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** Milliseconds as a lap time, `1:26.103`, or below a minute as seconds, `2.256`. */
export function clock(millis) {
  const [size, sign] = [Math.abs(millis), millis < 0 ? '−' : ''];
  const seconds = (size % 60_000) / 1000;
  if (size < 60_000) return `${sign}${seconds.toFixed(3)}`;
  const minutes = Math.floor(size / 60_000);
  return `${sign}${minutes}:${seconds.toFixed(3).padStart(6, '0')}`;
}

/** A value of a row as people read it; `column` says its unit. */
export function textOf(column, value) {
  if (value === null || value === undefined) return '';
  if (column.endsWith('_millis')) return clock(value);
  if (column === 'date') return day(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** A column's name as the head of a table. */
export const headOf = (column) => column.replace(/_millis$/, '').replaceAll('_', ' ');
