import { afterEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { fakeWorkflow } from '../kiosk/support/fake-workflow.ts';
import { picture } from './browser.ts';
import { type LoneKiosk, loneKiosk } from './lone-kiosk.ts';
import { pages } from './pages.ts';

/** One kiosk's page before a city that answers as a test wants it to: what a whole city does only rarely. */

const NO_SIDEWAYS = [0, 0];

let here: LoneKiosk;
let page: Page;

pages((opened) => {
  page = opened;
});
afterEach(() => here.close());

/** Stands before a kiosk with bikes in bays 1 and 3, or as is said, and looks at its page. */
async function walkUp(options: Parameters<typeof loneKiosk>[0] = {}): Promise<void> {
  here = await loneKiosk(options);
  fakeWorkflow(here.cloud, here.machine, here.clock, here.broker.onPublished);
  await page.goto(`${here.address}/`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const screenIs = (name: string) => here.until(`the screen is ${name}`, () => here.kiosk.state().screen.name === name);
const spoken = () => page.locator('#announcer').textContent();

async function scan(): Promise<void> {
  await page.locator('#card option', { hasText: 'Marta' }).first().waitFor({ state: 'attached' });
  await button('Hold it to the scanner').click();
  await screenIs('howMany');
  await heading('How many bikes?').waitFor();
}

async function takeAll(count: number): Promise<void> {
  for (let bike = 0; bike < count; bike += 1)
    await here.until('a bike is taken', () => here.machine.take() !== undefined);
  await screenIs('thanks');
}

async function bringBack(bikeId: string): Promise<void> {
  await page.getByLabel('Bike to bring back').fill(bikeId);
  await button('Bring it back').click();
  await here.until(`${bikeId} is docked`, () => {
    const { returning } = here.kiosk.state();
    return returning?.bikeId === bikeId && returning.phase === 'docked';
  });
}

describe('a visitor', () => {
  it('knows what is held before the tap, pays for the ride alone, and keeps the receipt', async () => {
    await walkUp();
    here.cloud.control.kind = 'visitor';
    await scan();
    await page.getByRole('button', { name: '2 bikes' }).click();
    await page.locator('.tap', { hasText: /2\sbikes/ }).waitFor();
    const told = await page.locator('.how-many').textContent();
    const said = await spoken();
    const wide = await picture(page, '20-visitor-pays');

    await button('Tap a card').click();
    await here.until('the door is open', () => here.machine.read().door === 'open');
    await heading('Take bike 1\u00a0of\u00a02').waitFor();
    wide.push(...(await picture(page, '21-visitor-takes')));
    await takeAll(2);
    await heading('Have a good ride!').waitFor();
    const held = await page.locator('.thanks').textContent();
    wide.push(...(await picture(page, '22-visitor-rides')));
    here.clock.advance(20 * 60_000);
    await bringBack('bike-1');
    await page.locator('.price', { hasText: '1 bike still out.' }).waitFor();
    wide.push(...(await picture(page, '23-one-still-out')));
    await bringBack('bike-3');
    await page.getByText('Open the receipt').waitFor();
    wide.push(...(await picture(page, '24-price')));
    const price = await page.locator('.price').allTextContents();

    const [opened] = await Promise.all([page.waitForEvent('popup'), page.getByText('Open the receipt').click()]);
    await opened.getByRole('heading', { name: 'Thank you for riding' }).waitFor();
    wide.push(...(await picture(opened, '25-receipt')));
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByText('Download it').click()]);

    expect(told).toContain('We hold $36.00 until you are back. You pay for your ride alone');
    expect(said).toMatch(/Tap your card for 2.*We hold \$36\.00/);
    expect(held).toContain('$36.00 is held on your card.');
    expect(price).toEqual([expect.stringMatching(/^\$\d+\.\d\d for \d+ minutes on 2 bikes\.$/)]);
    expect(await spoken()).toMatch(/is back since.*for \d+ minutes on 2 bikes.*of the \$36\.00 held is given back/);
    expect(file.suggestedFilename()).toMatch(/^freewheel-receipt-[0-9a-f]{8}\.html$/);
    expect(new Set(wide)).toEqual(new Set(NO_SIDEWAYS));
    await opened.close();
  });

  it('whose card is declined reads that nothing was taken, and how to try another one', async () => {
    await walkUp();
    here.cloud.control.kind = 'visitor';
    await scan();
    await page.getByLabel('Payment card').selectOption('Declined by its bank');

    await button('Tap a card').click();
    await screenIs('refused');
    await heading('The card was declined').waitFor();
    const wide = await picture(page, '26-declined');

    expect(await page.locator('.lead').textContent()).toMatch(/^Nothing was taken.*scan your licence again\.$/);
    expect(await spoken()).toContain('The card was declined. Nothing was taken');
    expect(here.machine.read().hatch).toBeNull();
    expect(wide).toEqual(NO_SIDEWAYS);
  });

  it('is asked for nothing but scan and tap: with one bike on offer there is one thing to do', async () => {
    await walkUp();
    here.cloud.control.kind = 'visitor';
    here.cloud.control.bikesMax = 1;
    await scan();

    await button('Tap a card').click();
    await takeAll(1);
    await heading('Have a good ride!').waitFor();

    expect(here.cloud.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });
});

describe('a machine that does not get a bike out', () => {
  it('says so without alarm, and then brings another', async () => {
    await walkUp();
    await scan();
    // The workflow is played by hand from here on.
    here.cloud.control.onRental = () => {};
    await button('1 bike').click();
    await here.until('the rental is there', () => here.cloud.views.size === 1);
    const [requested] = here.cloud.views.values();
    if (!requested) throw new Error('There is no rental.');
    const at = (second: number) => `2026-06-01T10:01:0${second}.000Z`;
    const shy = {
      slot: 1,
      bikeId: 'bike-1',
      bay: 1,
      step: 'failed' as const,
      steps: [
        { step: 'reserved' as const, at: at(0) },
        { step: 'moving' as const, at: at(1) },
        { step: 'failed' as const, at: at(2) },
      ],
    };
    const other = {
      slot: 1,
      bikeId: 'bike-3',
      bay: 3,
      step: 'moving' as const,
      steps: [{ step: 'moving' as const, at: at(3) }],
    };

    here.cloud.tell({ ...requested, status: 'preparing', bikes: [shy], revision: 2 });
    await heading('That one is shy').waitFor();
    const wide = await picture(page, '32-shy');
    here.cloud.tell({ ...requested, status: 'preparing', bikes: [shy, other], revision: 3 });
    await heading('Your bike is on its way').waitFor();
    const lead = await page.locator('.lead').textContent();
    const shown = await page.locator('.bikes strong').allTextContents();
    here.cloud.tell({
      ...requested,
      bikesAsked: 2,
      status: 'partlyHandedOver',
      reason: 'HardwareFault',
      bikes: [{ ...other, step: 'taken' }],
      revision: 4,
    });
    await heading('Have a good ride!').waitFor();

    expect(lead).toBe('bike-1 did not want to come out. The crane brings bike-3 from bay 3.');
    expect(shown).toEqual(['bike-3']);
    expect(await page.locator('.lead').textContent()).toBe(
      'You have 1 bike of the 2 you asked for. The machine could not bring more. You pay only for what you took.',
    );
    expect(wide).toEqual(NO_SIDEWAYS);
  });

  it('tries the same bike again, and forgets that it once did not come', async () => {
    await walkUp();
    await scan();
    here.cloud.control.onRental = () => {};
    await button('1 bike').click();
    await here.until('the rental is there', () => here.cloud.views.size === 1);
    const [requested] = here.cloud.views.values();
    if (!requested) throw new Error('There is no rental.');
    const steps = (['moving', 'failed', 'atHatch', 'doorOpen'] as const).map((step, index) => ({
      step,
      at: `2026-06-01T10:01:0${index}.000Z`,
    }));
    const bike = { slot: 1, bikeId: 'bike-1', bay: 1, step: 'failed' as const, steps };

    here.cloud.tell({ ...requested, status: 'preparing', bikes: [bike], revision: 2 });
    await heading('Take your bike').waitFor();

    expect(await page.locator('.steps > li:not(.ahead)').allTextContents()).toEqual([
      'On its way',
      'At the hatch',
      'Door open',
    ]);
  });
});

describe('a bike that is brought back', () => {
  it('is said to be broken in a few taps, by keyboard, and its rider is thanked before the city knows', async () => {
    await walkUp();
    await bringBack('bike-7');
    here.cloud.control.unreachable = true;
    const first = page.getByRole('button', { name: 'Something is wrong with bike-7' });
    await first.waitFor();
    const wide = await picture(page, '27-docked');

    await first.focus();
    await page.keyboard.press('Enter');
    const parts = page.getByRole('group', { name: 'What is wrong with bike-7?' }).getByRole('button');
    await parts.first().waitFor();
    const asked = await spoken();
    wide.push(...(await picture(page, '28-what-is-wrong')));
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>('document.activeElement.textContent');
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'How bad is it?' }).waitFor();
    wide.push(...(await picture(page, '28-how-bad')));
    await page.keyboard.press('Tab');
    const levels = await page.getByRole('group', { name: 'How bad is it?' }).getByRole('button').allTextContents();
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'bike-7, as it came back' }).waitFor();
    const isShown = await page.evaluate<boolean>("document.querySelector('.picture').naturalWidth > 100");
    wide.push(...(await picture(page, '28-picture')));
    await button('Send it').click();
    await page.locator('.told').waitFor();
    wide.push(...(await picture(page, '29-thanks-for-telling')));
    const before = here.cloud.reports.length;
    here.cloud.control.unreachable = false;
    await here.until('the picture has arrived', () => here.cloud.uploads.length === 1, 120_000);

    expect(asked).toBe('What is wrong with bike-7?');
    expect(focused).toBe('Brakes');
    expect(await spoken()).toContain('A mechanic looks at its brakes.');
    expect(before).toBe(0);
    expect(levels).toEqual(['Annoying, but one can ride', 'Hard to ride', 'Dangerous']);
    expect(isShown).toBe(true);
    expect(here.cloud.reports.at(-1)).toMatchObject({
      ...{ bikeId: 'bike-7', part: 'brakes', severity: 'rideable', hasPhoto: true },
    });
    expect(wide.filter((beyond) => beyond > 0)).toEqual([]);
  });

  it('finds every place taken: the next minutes are free, and the way to a free place is told', async () => {
    await walkUp({ bikes: ['bike-1', 'bike-2', 'bike-3', 'bike-4'] });
    here.cloud.station('k2', 5, 3);
    await here.until('the neighbour is heard of', () => here.kiosk.state().nearby[0]?.docks === 3);
    await page.getByLabel('Bike to bring back').fill('bike-7');

    await button('Bring it back').click();
    await heading('This kiosk is full').waitFor();
    await here.untilFact('NoDockFree');
    const wide = await picture(page, '30-full');

    expect(await page.locator('.return').textContent()).toContain('Your next minutes are free of charge');
    expect(await page.getByRole('region', { name: 'The nearest free places' }).textContent()).toMatch(
      /Market Hall8 min on foot3 free/,
    );
    expect(wide).toEqual(NO_SIDEWAYS);
  });

  it('cost a resident nothing, of so many free minutes', async () => {
    await walkUp();
    await scan();
    await button('1 bike').click();
    await takeAll(1);
    await heading('Have a good ride!').waitFor();
    const thanks = await page.locator('.thanks').textContent();
    here.clock.advance(41 * 60_000);

    await bringBack('bike-1');
    await page.getByText('Open the receipt').waitFor();
    const wide = await picture(page, '31-free');

    expect(thanks).not.toMatch(/card/);
    expect(await page.locator('.price').textContent()).toMatch(/^Free: 4\d of your 120 free minutes\.$/);
    expect(wide).toEqual(NO_SIDEWAYS);
  });
});

describe('a rider at an empty kiosk', () => {
  it('has a bike wait at another one, by keyboard, and reads until when and how far', async () => {
    await walkUp({ bikes: [null, null, null, null] });
    here.cloud.station('k2', 5, 3);
    await here.until('it is heard', () => here.kiosk.state().nearby[0]?.bikes === 5);
    await page.locator('#card option', { hasText: 'Marta' }).first().waitFor({ state: 'attached' });
    await button('Hold it to the scanner').click();
    await screenIs('refused');
    await button('Hold one for me at Market Hall').waitFor();
    const tooFar = await button('Hold one for me at Old Mill').count();
    const wide = await picture(page, '30-hold-one-for-me');

    await button('Hold one for me at Market Hall').focus();
    await page.keyboard.press('Enter');
    await here.until('it is asked for', () => here.kiosk.state().screen.name !== 'refused');
    await screenIs('held');
    await heading('A bike waits at Market Hall').waitFor();
    wide.push(...(await picture(page, '31-a-bike-waits')));

    expect(tooFar).toBe(0);
    expect(await spoken()).toMatch(/It is yours until .*8 min on foot from here\. Scan your ID there\./);
    expect(new Set(wide)).toEqual(new Set(NO_SIDEWAYS));
    await button('Done').click();
    await screenIs('idle');
  });
});
