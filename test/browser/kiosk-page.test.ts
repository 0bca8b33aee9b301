import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually, openTestCity, type TestCity } from '../scenarios/city.ts';
import { picture } from './browser.ts';
import { pages } from './pages.ts';

const NO_SIDEWAYS = [0, 0];

let city: TestCity;
let page: Page;

pages((opened) => {
  page = opened;
});

beforeAll(async () => {
  city = await openTestCity();
});
afterAll(() => city?.dispose());

const walkUpTo = async (kioskId: string) => {
  await page.goto(`${city.address}/kiosks/${kioskId}/`);
  await page.getByRole('heading', { level: 1 }).waitFor();
};
const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });

async function holdToScanner(person: string): Promise<void> {
  const card = page.locator('#card option', { hasText: person }).first();
  await card.waitFor({ state: 'attached' });
  await page.getByLabel('Licence').selectOption((await card.getAttribute('value')) ?? '');
  await button('Hold it to the scanner').click();
}

const ACCESSIBLE_NAME = `
  document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent
`;

/** Walks from control to control until the one of this name has the focus. */
async function tabTo(name: string, key: 'Tab' | 'Shift+Tab'): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    if ((await page.evaluate<string>(ACCESSIBLE_NAME)) === name) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to '${name}'.`);
}

/** Everything that the rider's half of the page says in its heading from now on, in `seen`. */
const FOLLOW_HEADINGS = `
  globalThis.seen = [];
  const look = () => {
    const text = document.querySelector('#screen h1').textContent;
    if (seen.at(-1) !== text) seen.push(text);
  };
  new MutationObserver(look).observe(document.querySelector('#screen'), { childList: true });
`;

describe('a resident at the page of a kiosk', () => {
  it('scans, says one, sees each step, takes the bike, and docks it at another kiosk’s page', async () => {
    await walkUpTo('harbour-steps');
    const wide = await picture(page, '1-scan-your-id');
    await page.evaluate(FOLLOW_HEADINGS);
    await holdToScanner('Marta');
    await heading('How many bikes?').waitFor();
    wide.push(...(await picture(page, '2-how-many')));
    await button('1 bike').click();
    await heading('Take your bike').waitFor();
    wide.push(...(await picture(page, '3-take-your-bike')));
    await button('Take the bike').click();
    await heading('Have a good ride!').waitFor();
    wide.push(...(await picture(page, '4-have-a-good-ride')));
    const steps = await page.getByRole('listitem').locator('.steps > li').allTextContents();
    const bikeId = (await page.locator('.bikes strong').textContent()) ?? '';
    const seen = await page.evaluate<string[]>('seen');

    await walkUpTo('library');
    await page.getByLabel('Bike to bring back').fill(bikeId);
    await button('Bring it back').click();
    await heading('Thank you!').waitFor();
    await page.getByText('Receipt').waitFor();
    wide.push(...(await picture(page, '5-docked')));
    const back = await eventually(async () => {
      const bike = await city.bike(bikeId);
      return bike?.['state'] === 'available' && bike;
    });

    const lasting = ['How many bikes?', 'Getting your bike', 'Take your bike', 'Have a good ride!'];
    expect(seen.filter((text) => lasting.includes(text))).toEqual(lasting);
    expect(steps).toEqual([
      'Reserved',
      'On its way',
      'At the hatch',
      'Checked out',
      'Photo taken',
      'Door open',
      'Taken',
    ]);
    expect(back).toMatchObject({ kioskId: 'library' });
    expect(new Set(wide)).toEqual(new Set(NO_SIDEWAYS));
  });

  it('does it all by keyboard, and is never left without a focus', async () => {
    await walkUpTo('market-hall');
    await page.locator('#card option', { hasText: 'Odette' }).first().waitFor({ state: 'attached' });

    await page.keyboard.press('Tab');
    await page.keyboard.type('Odette');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading('How many bikes?').waitFor();
    await tabTo('1 bike', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await heading('Take your bike').waitFor();
    const focused = await page.evaluate<string>('document.activeElement.textContent');
    await tabTo('Take the bike', 'Tab');
    await page.keyboard.press('Space');
    await heading('Have a good ride!').waitFor();

    expect(focused).toBe('Take your bike');
  });

  it('changes their mind with Escape, and answers with a digit', async () => {
    await walkUpTo('clock-tower');
    await holdToScanner('Priya');
    await heading('How many bikes?').waitFor();
    await page.keyboard.press('Escape');
    await heading('Scan your ID').waitFor();

    await holdToScanner('Priya');
    await heading('How many bikes?').waitFor();
    await page.keyboard.press('1');
    await heading('Take your bike').waitFor();
    await button('Walk away').click();
    await heading('Maybe next time').waitFor();

    expect(await page.locator('.lead').textContent()).toContain('Nothing was charged');
  });

  it('is told by a screen reader what the screen shows, in one polite sentence', async () => {
    await walkUpTo('old-mill');
    await holdToScanner('Tariq');
    await heading('How many bikes?').waitFor();

    const announcer = page.locator('#announcer');
    const drawing = page.getByRole('img', { name: /3 of 6|4 of 6/ });

    expect(await announcer.getAttribute('aria-live')).toBe('polite');
    expect(await announcer.textContent()).toMatch(/^How many bikes\? Free for the first 2 hours/);
    expect(await drawing.count()).toBe(1);
    expect(await page.getByRole('main', { name: 'Kiosk' }).count()).toBe(1);
    expect(await page.getByRole('complementary', { name: 'Simulated hardware' }).count()).toBe(1);
    expect(await page.getByRole('group', { name: 'How many bikes?' }).getByRole('button').count()).toBeGreaterThan(0);
  });
});

describe('a visitor at the page of a kiosk', () => {
  it('is told the fare and the hold, taps a card, rides, and reads the price where the bike comes back', async () => {
    await walkUpTo('station-east');
    const idle = await button('Tap a card').isDisabled();
    await holdToScanner('Greta');
    await heading('How many bikes?').waitFor();
    const [fare, tap] = [await page.locator('.lead').textContent(), await page.locator('.tap').textContent()];
    const wide = await picture(page, '6-visitor');

    await button('Tap a card').click();
    await heading('Take your bike').waitFor();
    await button('Take the bike').click();
    await heading('Have a good ride!').waitFor();
    const bikeId = (await page.locator('.bikes strong').textContent()) ?? '';
    await walkUpTo('university');
    await page.getByLabel('Bike to bring back').fill(bikeId);
    await button('Bring it back').click();
    await page.getByText('Open the receipt').waitFor();
    wide.push(...(await picture(page, '7-what-it-cost')));
    const told = await page.locator('.ride').textContent();

    expect(idle).toBe(true);
    expect(fare).toContain('$1.00 to unlock');
    expect(tap).toMatch(/^Tap your card for 1\sbike\.$/);
    expect(told).toMatch(/^\$1\.15 for 1 minute\.\$16\.85 of the \$18\.00 held is given back\./);
    expect(new Set(wide)).toEqual(new Set(NO_SIDEWAYS));
  });
});

describe('a kiosk that cannot help', () => {
  it('says that it is empty and names the nearest bikes, before anybody has scanned anything', async () => {
    await walkUpTo('rope-walk');
    await heading('No bikes here right now').waitFor();
    const nearby = page.getByRole('region', { name: 'The nearest bikes' }).getByRole('listitem');
    await nearby.first().waitFor();
    const wide = await picture(page, '8-empty');

    const [first] = await nearby.allTextContents();

    expect(first).toMatch(/Harbour Steps.*min on foot.*bikes/);
    expect(wide).toEqual(NO_SIDEWAYS);
  });

  it('asks for a scratched licence again, and repeats nothing of it', async () => {
    await walkUpTo('university');

    await holdToScanner('A scratched licence');
    await heading('Please scan again').waitFor();
    const wide = await picture(page, '9-scratched');

    expect(await page.locator('#screen').textContent()).not.toMatch(/\d{6}|FERREIRA/i);
    expect(wide).toEqual(NO_SIDEWAYS);
  });

  it('sends a rider who brings a bike on when every place is taken', async () => {
    await walkUpTo('swan-bridge');

    await page.getByLabel('Bike to bring back').fill('bike-900');
    await button('Bring it back').click();
    await heading('This kiosk is full').waitFor();
    const wide = await picture(page, '10-full');

    expect(await page.getByRole('region', { name: 'The nearest free places' }).getByRole('listitem').count()).toBe(3);
    expect(wide).toEqual(NO_SIDEWAYS);
  });

  it('gets a bike out after all when the machine jams once', async () => {
    await walkUpTo('hospital');
    await page.getByLabel('Carousel jams').selectOption('once');

    await holdToScanner('Tariq');
    await heading('How many bikes?').waitFor();
    await button('1 bike').click();
    await heading('Take your bike').waitFor();
    const wide = await picture(page, '11-after-a-jam');

    expect(wide).toEqual(NO_SIDEWAYS);
  });
});
