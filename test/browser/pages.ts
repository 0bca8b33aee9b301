import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, SCREEN } from './browser.ts';

interface PagesOptions {
  /** What a page's console may say: of requests that are refused, the page says so itself, and the browser once more. */
  expected?: RegExp;
  viewport?: typeof SCREEN;
}

/**
 * Has a browser for the tests of a file, and a page for each, in which nobody is known yet; `use` is given it. A test fails
 * where the console of one of its pages complained.
 *
 * @returns how to open one page more
 */
export function pages(use: (page: Page) => void, { expected, viewport = SCREEN }: PagesOptions = {}) {
  let browser: Browser | undefined;
  let opened: Page[] = [];
  let complaints: string[] = [];

  const open = async (): Promise<Page> => {
    if (!browser) throw new Error('The browser opens before the first test.');
    const page = await browser.newPage({ viewport });
    opened.push(page);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    return page;
  };

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => use(await open()));
  afterEach(async () => {
    for (const page of opened) await page.close();
    const unexpected = complaints.filter((text) => !expected?.test(text));
    opened = [];
    complaints = [];
    expect(unexpected).toEqual([]);
  });
  return open;
}
