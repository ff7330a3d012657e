import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  ...(process.env.PATH ?? '').split(delimiter).flatMap((at) => NAMES.map((name) => join(at, name))),
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const CHROMIUM = PLACES.find(existsSync) ?? '';
/** A busy machine may take its time. */
const HANGS_MS = 600_000;
const QUIET = [
  ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  // Chromium's sandbox refuses root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** A test that needs Chromium; it is skipped, and says so, where there is none. */
export function testInChromium(name: string, work: () => Promise<void>) {
  const skipped = CHROMIUM === '' ? ' (skipped: no Chromium here)' : '';
  test.skipIf(CHROMIUM === '')(`${name}${skipped}`, work);
}

/** A browser for all tests of a file, and pages that tell what they asked for and what went wrong. */
export function browse() {
  let browser: Browser;
  beforeAll(async () => {
    if (CHROMIUM !== '')
      browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET, timeout: HANGS_MS });
  });
  afterAll(async () => {
    if (CHROMIUM !== '') await browser.close();
  });
  return async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    onTestFinished(() => context.close());
    context.setDefaultTimeout(HANGS_MS);
    const page = await context.newPage();
    const hosts = new Set<string>();
    const troubles: string[] = [];
    context.on('request', (request) => hosts.add(new URL(request.url()).origin));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(String(error)));
    // A policy that is broken within a style or an image is an event, and not always a line.
    await page.exposeFunction('tellViolation', (what: string) => troubles.push(what));
    await page.addInitScript(TELL_VIOLATIONS);
    return { page, hosts, troubles };
  };
}

const TELL_VIOLATIONS = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  tellViolation(violatedDirective + ' ' + blockedURI))`;

/** Nothing sticks out of the page to the right. */
export async function expectNoSidewaysScroll(page: Page) {
  const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(wide).toBeLessThanOrEqual(0);
}
