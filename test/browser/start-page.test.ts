import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openTestCity, type TestCity } from '../scenarios/city.ts';
import { picture } from './browser.ts';
import { pages } from './pages.ts';

describe('the start page', () => {
  let city: TestCity;
  let page: Page;

  pages((opened) => {
    page = opened;
  });

  beforeAll(async () => {
    city = await openTestCity();
  });
  afterAll(() => city?.dispose());

  it('lists every kiosk with what stands there, and each link leads to its page', async () => {
    await page.goto(`${city.address}/`);
    await page.getByText(`${city.city.kiosks.length} kiosks are open.`).waitFor();
    const wide = await picture(page, '0-start');
    const links = await page.getByRole('list').getByRole('link').all();
    const addresses = await Promise.all(links.map((link) => link.getAttribute('href')));
    const names = await page.getByRole('list').locator('a > strong').allTextContents();

    const shown: Array<string | null> = [];
    for (const address of addresses) {
      await page.goto(new URL(address ?? '', `${city.address}/`).href);
      await page.getByRole('heading', { level: 1 }).waitFor();
      shown.push(await page.locator('#kiosk-name').textContent());
    }

    expect(names).toEqual(city.city.kiosks.map((kiosk) => kiosk.name));
    expect(shown).toEqual(names);
    expect(wide).toEqual([0, 0]);
  });

  it('gives an API description that is there', async () => {
    await page.goto(`${city.address}/`);

    const href = await page.getByRole('link', { name: 'openapi.json' }).getAttribute('href');
    const answer = await page.request.get(new URL(href ?? '', `${city.address}/`).href);

    expect(await answer.json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
  });
});
