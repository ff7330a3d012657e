import { extractFault } from '../faults.js';

/** At most `max` requests in any `windowMs` milliseconds. */
export type RateWindow = { readonly max: number; readonly windowMs: number };

/** Jolpica's limits: https://github.com/jolpica/jolpica-f1/blob/main/docs/rate_limits.md */
export const JOLPICA_RATE = '4/s,500/h';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Parses a rate such as `4/s,500/h`, `60/10s` or `off`.
 *
 * @throws {Fault} RATE_INVALID
 */
export function parseRate(text: string): readonly RateWindow[] {
  if (text === 'off') return [];
  return text.split(',').map((part) => {
    const match = /^([1-9]\d*)\/(\d*)([smh])$/.exec(part.trim());
    const [, max, count, unit] = match ?? [];
    const windowMs = Number(count || 1) * (UNIT_MS[unit ?? ''] ?? 0);
    if (!max || windowMs === 0) {
      throw extractFault(
        'RATE_INVALID',
        `'${text}' given as --rate, windows like '4/s,500/h' or 'off' were expected`,
      );
    }
    return { max: Number(max), windowMs };
  });
}
