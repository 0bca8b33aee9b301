import { afterEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { instant } from '../../seams/clock.ts';
import { picture } from './browser.ts';
import { type LoneKiosk, loneKiosk } from './lone-kiosk.ts';
import { pages } from './pages.ts';

/** What a kiosk's page says by itself: of bikes and places that are not here, and of a kiosk that gives none. */

const NO_SIDEWAYS = [0, 0];
const EMPTY = [null, null, null, null];
const FULL = ['bike-1', 'bike-2', 'bike-3', 'bike-4'];

let here: LoneKiosk;
let page: Page;

pages((opened) => {
  page = opened;
});
afterEach(() => here.close());

async function walkUp(bikes: Array<string | null>): Promise<void> {
  here = await loneKiosk({ bikes });
  here.cloud.station('k2', 5, 3);
  await here.until('the neighbour is heard of', () => here.kiosk.state().nearby[0]?.bikes === 5);
  await page.goto(`${here.address}/`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const region = (name: string) => page.getByRole('region', { name });

/** The city says of this kiosk what an operator has decided. */
function decide(is: { is_renting: boolean; is_returning: boolean }): void {
  here.clock.advance(5_000);
  const said = { is_installed: true, is_in_contact: true, as_of: instant(here.clock.now()), ...is };
  here.cloud.station('k1', 2, 2, said);
}

async function bringBack(bikeId: string): Promise<void> {
  await page.getByLabel('Bike to bring back').fill(bikeId);
  await button('Bring it back').click();
}

describe('an empty kiosk', () => {
  it('says so at once, names the nearest bikes with the walk and the age of that, and asks nobody', async () => {
    await walkUp(EMPTY);
    here.broker.published.length = 0;

    await heading('No bikes here right now').waitFor();
    const idle = await region('The nearest bikes').textContent();
    await page.locator('#card option', { hasText: 'Marta' }).first().waitFor({ state: 'attached' });
    await button('Hold it to the scanner').click();
    await button('Start again').waitFor();
    const scanned = await region('The nearest bikes').textContent();
    const wide = await picture(page, '40-empty');

    expect(idle).toMatch(/Market Hall8 min on foot5 bikesjust now/);
    // Whoever has scanned may have a bike wait there; nobody is asked before they say so.
    expect(scanned?.replace('Hold one for me at Market Hall', '')).toBe(idle);
    expect(here.cloud.requests).toEqual([]);
    expect(here.broker.published).toEqual([]);
    expect(wide).toEqual(NO_SIDEWAYS);
  });

  it('claims no bikes once its news is too old, and says how old that is', async () => {
    await walkUp(EMPTY);
    here.broker.cut(true);
    for (let minutes = 0; minutes < 125; minutes++) here.clock.advance(60_000);

    await region('The nearest kiosks').waitFor();
    await page.getByText('Last heard 2 hours ago').waitFor();
    const told = await region('The nearest kiosks').textContent();
    const wide = await picture(page, '41-empty-and-cut-off');

    expect(told).toContain('Last heard 2 hours ago: we cannot say whether they have bikes.');
    expect(told).toMatch(/Market Hall8 min on foot/);
    expect(told).not.toMatch(/\d bikes/);
    expect(await page.locator('#line').textContent()).toContain('You can still bring bikes back.');
    expect(wide).toEqual(NO_SIDEWAYS);
  });
});

describe('a kiosk with bikes that are for nobody', () => {
  it('says that those who can be seen are taken, or out of order', async () => {
    await walkUp(['bike-1', null, 'bike-3', null]);
    here.cloud.station('k1', 0, 2, { bays_withheld: [3], is_installed: true, as_of: instant(here.clock.now()) });
    await page.getByLabel('Bay', { exact: true }).selectOption('1');

    await page.getByLabel('State of the bay').selectOption('lockFailure');
    await heading('No bikes here right now').waitFor();
    const wide = await picture(page, '42-bikes-for-nobody');

    expect(await page.locator('.lead').textContent()).toBe('Those that you see are taken, or out of order.');
    expect(await page.locator('#line').textContent()).toBe('No bikes here, 2 places free');
    expect(wide).toEqual(NO_SIDEWAYS);
  });
});

describe('a full kiosk', () => {
  it('names the nearest free places, and grants minutes once', async () => {
    await walkUp(FULL);

    await bringBack('bike-7');
    await heading('This kiosk is full').waitFor();
    await here.untilFact('NoDockFree');
    const said = await page.locator('.return').textContent();
    const places = await region('The nearest free places').textContent();
    const wide = await picture(page, '43-full');
    here.clock.advance(20_000);
    await bringBack('bike-7');
    await heading('This kiosk is full').waitFor();

    expect(said).toContain('Your next minutes are free of charge, once on this ride.');
    expect(places).toMatch(/Market Hall8 min on foot3 free/);
    expect(here.types().filter((type) => type === 'NoDockFree')).toHaveLength(1);
    expect(wide).toEqual(NO_SIDEWAYS);
  });
});

describe('a kiosk whose last free bay is quarantined', () => {
  it('shows the bay as out of service, counts no place, and is full for whoever brings a bike', async () => {
    await walkUp(['bike-1', 'bike-2', 'bike-3', null]);
    here.clock.advance(5_000);
    here.cloud.station('k1', 3, 0, { as_of: instant(here.clock.now()), bays_quarantined: [4] });
    await page.locator('.bay.closed').waitFor();

    await bringBack('bike-7');
    await heading('This kiosk is full').waitFor();
    const places = await region('The nearest free places').textContent();
    const wide = await picture(page, '46-quarantined');

    expect(await page.locator('#line').textContent()).toBe('3 bikes here, 0 places free');
    expect(await page.locator('#drawing-title').textContent()).toContain('1 out of service');
    expect(places).toMatch(/Market Hall8 min on foot3 free/);
    expect(wide).toEqual(NO_SIDEWAYS);
  });
});

describe('a kiosk that an operator empties or closes', () => {
  it('says at once that it takes bikes back only, and then that it is closed', async () => {
    await walkUp(['bike-1', null, 'bike-3', null]);

    decide({ is_renting: false, is_returning: true });
    await heading('Returns only').waitFor();
    const wide = await picture(page, '44-returns-only');
    decide({ is_renting: false, is_returning: false });
    await heading('This kiosk is closed').first().waitFor();
    await bringBack('bike-7');
    await page.locator('.return.closed').waitFor();
    wide.push(...(await picture(page, '45-closed')));
    const told = await page.locator('.return').textContent();

    expect(told).toContain('Please bring the bike to a free place nearby.');
    expect(told).toMatch(/Market Hall8 min on foot3 free/);
    expect(here.machine.read().door).toBe('closed');
    expect(wide).toEqual([...NO_SIDEWAYS, ...NO_SIDEWAYS]);
  });
});
