import { z } from 'zod';
import type { Fault } from '../../fault/fault.js';
import { extractFault } from '../faults.js';
import { JOLPICA_URL } from './jolpica-url.js';

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

/**
 * The address of Jolpica's new API, which is beside the Ergast-compatible one: `.../f1/alpha` for
 * `.../ergast/f1`. Undefined for another address.
 */
export function alphaUrlOf(baseUrl: string): string | undefined {
  const [, root] = /^(.*)\/ergast\/f1$/.exec(baseUrl) ?? [];
  return root === undefined ? undefined : `${root}/f1/alpha`;
}

/** Whether an address is Jolpica's own. */
export function isJolpica(baseUrl: string): boolean {
  return /(^|\.)jolpi\.ca\.?$/.test(new URL(baseUrl).hostname);
}

function invalid(sentence: string): Fault {
  return extractFault('BASE_URL_INVALID', sentence);
}
