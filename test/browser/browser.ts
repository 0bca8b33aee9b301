import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** A kiosk's screen, and the phone of somebody who looks at its page from home, or works with it. */
export const SCREEN = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };
const PICTURES = join(__dirname, '../../.build/screenshots');

/** What runs in the page is written as text: the tests' own types know no document. */
const BEYOND_THE_EDGE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Chromium is to speak to the city alone, and to nobody at home. */
const QUIETLY = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * Starts Chromium without a window.
 *
 * @throws Error that says what is missing and how to get it.
 */
export async function openBrowser(path = process.env['CHROMIUM'] ?? '/usr/bin/chromium'): Promise<Browser> {
  if (!existsSync(path))
    throw new Error(
      `There is no Chromium at ${path}. Install it (on Debian: apt-get install chromium), or say in CHROMIUM where yours is.`,
    );
  return chromium.launch({ executablePath: path, args: QUIETLY });
}

/**
 * Keeps a picture of the page at each size in `.build/screenshots/`, and gives how far the page reaches beyond the
 * right edge of each: nobody should have to scroll sideways.
 */
export async function picture(page: Page, name: string): Promise<number[]> {
  mkdirSync(PICTURES, { recursive: true });
  const beyond: number[] = [];
  for (const size of [SCREEN, PHONE]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: join(PICTURES, `${name}-${size.width}x${size.height}.png`) });
    beyond.push(await page.evaluate<number>(BEYOND_THE_EDGE));
  }
  await page.setViewportSize(SCREEN);
  return beyond;
}
