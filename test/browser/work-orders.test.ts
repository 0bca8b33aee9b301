import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { BikePart, DamageSeverity } from '../../functions/bikes/contract.ts';
import { joinAs } from '../../laptop/newcomer.ts';
import { joinGroup, peopleOf } from '../../laptop/people.ts';
import { eventually, openTestCity, type TestCity } from '../scenarios/city.ts';
import { PHONE, picture } from './browser.ts';
import { pages } from './pages.ts';
import { phonePicture, WHERE } from './phone-picture.ts';
import { reportWithPicture } from './rider-picture.ts';
import { signInAtOps } from './staff.ts';

const MECHANICS = ['mia@example.org', 'ben@example.org'] as const;
const OPERATOR = 'olga@example.org';
/** The browser says so of each request that is refused, and the page says it in its own words. */
const EXPECTED = /the server responded with a status of 409/;
/** The least height of what a thumb in a glove is to hit, in CSS pixels. */
const GLOVE_PX = 64;
/** Buttons, fields and the labels of answers within the part of the page that is the mechanics'. */
const TARGETS = `[...document.querySelectorAll('.work-orders :is(button, select, input:not([type=radio]), .answer label, summary)')]
  .map((target) => [target.textContent.trim() || target.id, Math.floor(target.getBoundingClientRect().height)])`;

describe('the mechanics’ page', () => {
  let city: TestCity;
  let page: Page;

  const openAnother = pages(
    (opened) => {
      page = opened;
    },
    { expected: EXPECTED, viewport: PHONE },
  );

  beforeAll(async () => {
    city = await openTestCity();
    const login = peopleOf(city);
    for (const email of MECHANICS) {
      await joinAs(login, email);
      await joinGroup(city, email, 'mechanics');
    }
    await joinAs(login, OPERATOR);
    await joinGroup(city, OPERATOR, 'operators');
    await report('bike-001', 'brakes', 'dangerous');
    await report('bike-030', 'frame', 'hardToRide');
    await eventually(async () => (await inWorkshop()) === 2);
  });
  afterAll(() => city?.dispose());

  let reports = 0;
  const report = (bikeId: string, part: BikePart, severity: DamageSeverity) => {
    const reportId = `7c9e6679-7425-40de-944b-e07fc1f90a${String(10 + reports++)}`;
    return reportWithPicture(city, { reportId, kioskId: 'harbour-steps', bikeId, part, severity });
  };
  const inWorkshop = async () => {
    const name = 'Freewheel-havenbrook-dev-Workshop-WorkshopListWorkOrders';
    const { workOrders } = (await city.host.invoke(name, { mechanic: 'nobody' })) as { workOrders: unknown[] };
    return workOrders.length;
  };
  const press = (name: string | RegExp, within: Page = page) =>
    within.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).click();
  /** Signs in as somebody else, in a browser that knows nobody yet. */
  const signInAnew = async (email: string) => {
    await page.close();
    page = await openAnother();
    await signIn(email);
  };
  const signIn = async (email: string) => {
    await signInAtOps(page, city, email);
    // An operator has other work besides, which comes first.
    if (email === OPERATOR) await page.getByRole('link', { name: 'Bikes to see to' }).click();
    await page.getByRole('heading', { name: 'Bikes to see to' }).waitFor();
    await page.locator('.walk').waitFor();
  };
  const tooSmall = async (): Promise<[string, number][]> => {
    const heights = await page.evaluate<[string, number][]>(TARGETS);
    expect(heights.length).toBeGreaterThan(0);
    return heights.filter(([, height]) => height < GLOVE_PX);
  };

  it('takes a mechanic with gloves on from the list to a bike that is offered again', async () => {
    const wide: number[][] = [];
    const small: [string, number][][] = [];
    await signIn(MECHANICS[0]);
    wide.push(await picture(page, '11-work-orders'));
    await page.setViewportSize(PHONE);
    small.push(await tooSmall());
    const stops = await page.locator('.stop').count();
    await press(/Bike bike-001: Brakes/);
    await page.locator('.order').getByText('Nobody is at it.').waitFor();
    const focused = await page.evaluate('document.activeElement.id');
    const said = await page.locator('.order li').first().textContent();
    await press('Look at the rider’s picture');
    await page.getByRole('img', { name: 'bike-001, as its rider brought it back' }).waitFor();
    await page.waitForFunction("document.querySelector('img.photo').naturalWidth > 100");
    wide.push(await picture(page, '11-work-order'));
    await page.setViewportSize(PHONE);
    await press('Start');
    await page.locator('.order').getByText('You are at it.').waitFor();
    await page.getByRole('group', { name: 'Brakes' }).getByLabel('Mended').check();
    await page.getByLabel('Another part').fill('Bell');
    await press('Add this part');
    await page.getByText('1 × Bell').waitFor();
    await press('+ Brake pad');
    await page.getByText('1 × Bell, 1 × Brake pad').waitFor();
    await press('+ Brake pad');
    await page.getByText('1 × Bell, 2 × Brake pad').waitFor();
    small.push(await tooSmall());
    for (const part of ['Tyres', 'Chain', 'Lights', 'Saddle', 'Frame'])
      await page.getByRole('group', { name: part }).getByLabel('Fine').check();
    const taken = await phonePicture(page);
    await page.getByLabel('Take a photo of your work').setInputFiles({
      ...{ name: 'IMG_0815.JPG', mimeType: 'image/jpeg', buffer: taken },
    });
    await page.getByText('The photo is there.').waitFor();
    await page.getByLabel('A note for whoever inspects it').fill('New pads in front.');
    wide.push(await picture(page, '11-work-order-checklist'));
    await page.setViewportSize(PHONE);
    await press('Finished');
    await page.getByText('You have mended it. Somebody else inspects it now.').waitFor();
    const mine = await page.getByRole('button', { name: /^(Passed|Failed)/ }).count();
    await signInAnew(MECHANICS[1]);
    await press(/Bike bike-001: Brakes/);
    await page.locator('.order').getByText('It is mended, and waits for its inspection.').waitFor();
    const seen = page.waitForResponse(
      (response) => response.url().includes('/photos/') && response.request().method() === 'GET',
    );
    await press('Look at the photo');
    await page.getByRole('img', { name: 'What was done on bike-001' }).waitFor();
    const sent = await (await seen).body();
    const width = await page.evaluate<number>("document.querySelector('img.photo').naturalWidth");
    wide.push(await picture(page, '11-work-order-inspection'));
    await page.setViewportSize(PHONE);
    small.push(await tooSmall());
    await press('Passed: offer it again');
    await page.getByText('It passed its inspection').waitFor();
    const bike = await eventually(async () => {
      const found = await city.bike('bike-001');
      return found?.['state'] === 'available' && found;
    });
    await press('Back to the list');
    await page.locator('.walk').waitFor();

    expect(mine).toBe(0);
    expect(taken.includes(WHERE)).toBe(true);
    expect([sent.subarray(0, 3).toString('hex'), sent.includes('Exif'), sent.includes(WHERE)]).toEqual([
      'ffd8ff',
      false,
      false,
    ]);
    expect(sent.length).toBeLessThan(1024 * 1024);
    expect(width).toBe(1_600);
    expect(stops).toBe(2);
    expect(focused).toBe('order-title');
    expect(said).toMatch(/^Brakes, dangerous \(/);
    expect(bike['state']).toBe('available');
    expect(await page.locator('.stop').count()).toBe(1);
    expect(small.flat()).toEqual([]);
    expect(wide.flat().filter((beyond) => beyond > 0)).toEqual([]);
  });

  it('is worked by keyboard alone, and has what failed an operator’s inspection mended again', async () => {
    await signIn(MECHANICS[0]);
    const enter = async (name: string | RegExp) => {
      await page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).focus();
      await page.keyboard.press('Enter');
    };
    await enter(/Bike bike-030: Frame/);
    await page.locator('.order').getByText('Nobody is at it.').waitFor();
    await enter('Start');
    await page.locator('.order').getByText('You are at it.').waitFor();
    await page.getByRole('group', { name: 'Brakes' }).getByLabel('Fine').focus();
    for (let parts = 0; parts < 6; parts++) {
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('My phone has no camera.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Somebody else inspects it now.').waitFor();
    await signInAnew(OPERATOR);
    await enter(/Bike bike-030: Frame/);
    await page.getByText('waits for its inspection').waitFor();
    await page.getByText('No photo: My phone has no camera.').waitFor();
    await enter('Failed…');
    await page.keyboard.type('The fork is still bent.');
    await enter('Have it mended again');
    await page.locator('.order').getByText('Nobody is at it.').waitFor();

    const done = await page.getByText('Inspection failed: The fork is still bent.').isVisible();

    expect(done).toBe(true);
    // An operator inspects, and leaves the mending to mechanics.
    expect(await page.getByRole('button', { name: 'Start', exact: true }).count()).toBe(0);
  });

  it('takes no work without a photo or a reason, and no file that is no picture', async () => {
    await signIn(MECHANICS[0]);
    await press(/Bike bike-030: Frame/);
    await page.locator('.order').getByText('Nobody is at it.').waitFor();
    await press('Start');
    await page.locator('.order').getByText('You are at it.').waitFor();
    for (const part of ['Brakes', 'Tyres', 'Chain', 'Lights', 'Saddle', 'Frame'])
      await page.getByRole('group', { name: part }).getByLabel('Fine').check();
    await page.getByLabel('Take a photo of your work').setInputFiles({
      ...{ name: 'bike.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<script>alert("a bike")</script>') },
    });
    const problem = page.getByRole('alert');
    await problem.getByText('no picture').waitFor();
    const words = [await problem.textContent()];

    await press('Finished');
    await problem.getByText('finished with a photo').waitFor();
    words.push(await problem.textContent());

    expect(words).toEqual([
      'That is no picture that this phone can show. Take another one.',
      'Work is finished with a photo of it, or with a word on why there is none.',
    ]);
    // For whoever comes next.
    await page.getByText('I cannot take a photo').click();
    await page.getByLabel('Why is there no photo?').fill('It is dark.');
    await press('Finished');
    await page.getByText('Somebody else inspects it now.').waitFor();
    await press('Not right after all…');
    await page.getByLabel('What is left to be mended?').fill('All of it.');
    await press('Have it mended again');
    await page.locator('.order').getByText('Nobody is at it.').waitFor();
  });

  it('tells a mechanic who comes second that somebody is at it, and not who', async () => {
    await signIn(MECHANICS[0]);
    await press(/Bike bike-030: Frame/);
    await page.locator('.order').getByText('Nobody is at it.').waitFor();
    const [first, second] = [page, await openAnother()];
    page = second;
    await signIn(MECHANICS[1]);
    await press(/Bike bike-030: Frame/);
    await page.locator('.order').getByText('Nobody is at it.').waitFor();
    await press('Start', first);
    await first.locator('.order').getByText('You are at it.').waitFor();

    await press('Start');
    const problem = await page.getByRole('alert').textContent();

    expect(problem).toMatch(/^Another mechanic has had the work order bike-030-1 since /);
    expect(problem).not.toContain('mia');
  });
});
