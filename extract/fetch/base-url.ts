import { z } from 'zod';
import type { Fault } from '../../fault/fault.js';
import { extractFault } from '../faults.js';

/** Jolpica's Ergast-compatible API, the default address. */
export const JOLPICA_URL = 'https://api.jolpi.ca/ergast/f1';

/**
 * Parses the base address of all lists; returns it without slashes at its end.
 * Snapshots name it, and anybody may read them: it may have no login.
 *
 * @throws {Fault} BASE_URL_INVALID
 */
export function parseBaseUrl(text: string): string {
  const expected = `an address like '${JOLPICA_URL}' was expected`;
  // Checked first, so that no message shows a password.
  if (text.includes('@')) throw invalid(`a login is within --base-url, ${expected}`);
  const isAddress = z.url({ protocol: /^https?$/ }).safeParse(text).success;
  if (!isAddress || /[?#]/.test(text)) throw invalid(`'${text}' given as --base-url, ${expected}`);
  return text.replace(/\/+$/, '');
}

/** Whether an address is Jolpica's own. */
export function isJolpica(baseUrl: string): boolean {
  return /(^|\.)jolpi\.ca\.?$/.test(new URL(baseUrl).hostname);
}

function invalid(sentence: string): Fault {
  return extractFault('BASE_URL_INVALID', sentence);
}
