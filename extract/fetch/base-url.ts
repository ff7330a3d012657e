import { z } from 'zod';
import type { Fault } from '../../fault/fault.js';
import { extractFault } from '../faults.js';

/** Jolpica's Ergast-compatible part, which is asked unless someone says otherwise. */
export const JOLPICA_URL = 'https://api.jolpi.ca/ergast/f1';

/**
 * Reads the address that lists are asked below; gives it back without slashes at its end.
 * Snapshots tell it to everybody, so it may hold no login.
 *
 * @throws {Fault} BASE_URL_INVALID
 */
export function parseBaseUrl(text: string): string {
  const expected = `an address like '${JOLPICA_URL}' was expected`;
  // Also where the rest is no address: a password must not be shown.
  if (text.includes('@')) throw invalid(`a login is within --base-url, ${expected}`);
  const isAddress = z.url({ protocol: /^https?$/ }).safeParse(text).success;
  if (!isAddress || /[?#]/.test(text)) throw invalid(`'${text}' given as --base-url, ${expected}`);
  return text.replace(/\/+$/, '');
}

function invalid(sentence: string): Fault {
  return extractFault('BASE_URL_INVALID', sentence);
}
