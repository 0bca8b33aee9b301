import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { eventually, openTestCity, type TestCity } from '../scenarios/city.ts';
import { openBrowser } from './browser.ts';

/** Keeps what the page's policy refused; runs before anything of the page does. */
const WATCH = `
  window.refused = [];
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    window.refused.push(effectiveDirective + ' ' + blockedURI));
`;

describe('the policy of the pages, in a browser', () => {
  let city: TestCity;
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
    city = await openTestCity();
  });
  afterAll(async () => {
    await browser?.close();
    await city?.dispose();
  });

  async function open(path: string): Promise<Page> {
    const page = await browser.newPage();
    await page.addInitScript(WATCH);
    await page.goto(`${city.address}${path}`);
    return page;
  }
  const refused = (page: Page) => page.evaluate<string[]>('window.refused');
  /** Long enough for an element that was added to have had its effect, or to have been refused. */
  const settle = (page: Page) => page.waitForTimeout(300);

  it.each(['/', '/kiosks/library/'])('refuses nothing that the page at %s does by itself', async (path) => {
    const page = await open(path);
    await page.getByRole('heading').first().waitFor();
    await settle(page);

    expect(await refused(page)).toEqual([]);
    await page.close();
  });

  it('refuses nothing while a bike is rented, and shows each bike in its colour', async () => {
    const page = await open('/kiosks/library/');
    const { machine } = city.kiosk('library');
    machine.scan(city.card('Marta'));
    await page.getByRole('button', { name: '1 bike', exact: true }).click();
    await eventually(async () => machine.take());
    await page.locator('.thanks').waitFor();
    const hues = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.bike')].map((bike) => bike.style.getPropertyValue('--hue').trim())",
    );

    expect(await refused(page)).toEqual([]);
    expect(hues.length).toBeGreaterThan(0);
    expect(hues.every((hue) => /^\d+$/.test(hue))).toBe(true);
    await page.close();
  });

  it.each([
    [
      'a script within the page',
      'script-src-elem inline',
      "s = document.createElement('script'); s.textContent = 'window.ran = 1'",
    ],
    [
      'a handler in an attribute',
      'script-src-attr inline',
      "s = document.createElement('img'); s.setAttribute('onerror', 'window.ran = 1')",
    ],
    [
      'a script from elsewhere',
      'script-src-elem https://elsewhere.example/x.js',
      "s = document.createElement('script'); s.src = 'https://elsewhere.example/x.js'",
    ],
    [
      'a style within the page',
      'style-src-elem inline',
      "s = document.createElement('style'); s.textContent = 'body { color: red }'",
    ],
    [
      'a picture that tells somebody elsewhere',
      'img-src https://elsewhere.example/x.png',
      "s = document.createElement('img'); s.src = 'https://elsewhere.example/x.png'",
    ],
    [
      'a frame',
      'frame-src https://elsewhere.example',
      "s = document.createElement('iframe'); s.src = 'https://elsewhere.example/'",
    ],
  ])('refuses %s', async (_what, violation, make) => {
    const page = await open('/kiosks/library/');

    await page.evaluate(`{ let ${make}; document.body.append(s); }`);
    await settle(page);

    expect(await refused(page)).toContain(violation);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    await page.close();
  });

  it('lets no page of another site show a kiosk’s page within itself', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));

    await page.setContent(`<iframe src="${city.address}/kiosks/library/"></iframe>`);
    await settle(page);

    expect(complaints.join()).toMatch(/frame-ancestors/);
    await page.close();
  });
});
