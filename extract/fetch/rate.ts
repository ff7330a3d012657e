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

/** Whether a rate allows no more requests than Jolpica does, in any of its windows. */
export function isWithinLimits(rate: readonly RateWindow[]): boolean {
  return parseRate(JOLPICA_RATE).every((limit) =>
    // A time begins in one window and may touch one more than it has whole ones.
    rate.some(({ max, windowMs }) => max * Math.ceil(limit.windowMs / windowMs) <= limit.max),
  );
}

/**
 * Refuses a rate above Jolpica's limits.
 *
 * @throws {Fault} RATE_TOO_FAST
 */
export function refuseFaster(rate: readonly RateWindow[], where: string) {
  if (isWithinLimits(rate)) return;
  const remedy = `leave it out, or give a slower one that limits the hour too, like '2/s,500/h'`;
  throw extractFault(
    'RATE_TOO_FAST',
    `--rate is above '${JOLPICA_RATE}', the most ${where}; ${remedy}`,
  );
}
