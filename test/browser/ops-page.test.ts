import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PhotosListed } from '../../functions/bikes/photo-contract.ts';
import { joinAs, signInAs } from '../../laptop/newcomer.ts';
import { joinGroup, peopleOf } from '../../laptop/people.ts';
import { eventually, openTestCity, type TestCity } from '../scenarios/city.ts';
import { picture } from './browser.ts';
import { pages } from './pages.ts';
import { reportWithPicture } from './rider-picture.ts';
import { signInAtOps } from './staff.ts';

const OPERATOR = 'olga@example.org';
const RESIDENT = 'rosa@example.org';
/** The browser says so of each request that is refused, and the page says it in its own words. */
const EXPECTED = /the server responded with a status of (409|422)/;

describe('the operators’ page', () => {
  let city: TestCity;
  let page: Page;

  pages(
    (opened) => {
      page = opened;
    },
    { expected: EXPECTED },
  );

  beforeAll(async () => {
    city = await openTestCity();
    const login = peopleOf(city);
    await joinAs(login, OPERATOR);
    await joinAs(login, RESIDENT);
    await joinGroup(city, OPERATOR, 'operators');
  });
  afterAll(() => city?.dispose());

  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const signIn = (email: string) => signInAtOps(page, city, email);

  /** What bike management tells when a bike has not come back by the tariff's limit. */
  const loseBike = async (): Promise<void> => {
    const at = '2026-05-01T12:00:00.000Z';
    const place = { bikeId: 'bike-001', kioskId: 'library', bay: 1 };
    const rental = { rentalId: '018f6b1e-0000-7000-8000-000000000001', slot: 1 };
    const name = `Freewheel-${city.city.id}-dev-Services-OperationsOpenCase`;
    await city.host.invoke(name, { detail: { type: 'BikeMissing', at, ...place, ...rental } });
  };

  it('shows an operator the photos of a bike, one by one, and asks why they look', async () => {
    const reportId = '7c9e6679-7425-40de-944b-e07fc1f90a77';
    await reportWithPicture(city, { reportId, kioskId: 'harbour-steps', bikeId: 'bike-002', part: 'chain' });
    await signIn(OPERATOR);
    await page.getByRole('link', { name: 'Photos of a bike' }).click();
    await page.getByLabel('The bike’s number').fill('bike-002');
    await eventually(async () => {
      await press('Show its photos');
      await page.getByRole('heading', { name: 'As a rider brought it back' }).waitFor();
      return page.getByText('It is there.').isVisible();
    });
    await press('Look at it…');
    await page.getByLabel('Why do you look at it?').fill('A claim.');
    const wide = await picture(page, '12-photos-why');

    await press('Look at it');
    await page.getByRole('img', { name: 'As a rider brought it back' }).waitFor();
    await page.waitForFunction("document.querySelector('img.photo').naturalWidth > 100");
    wide.push(...(await picture(page, '12-photos')));

    const name = `Freewheel-${city.city.id}-dev-Services-FootageListPhotos`;
    const { photos } = PhotosListed.parse(await city.host.invoke(name, { bikeId: 'bike-002' }));
    expect(photos).toMatchObject([{ reportId, kioskId: 'harbour-steps', status: 'stored' }]);
    expect(wide.filter((beyond) => beyond > 0)).toEqual([]);
  });

  it('shows an operator a case, and closes it with a note', async () => {
    await loseBike();
    await signIn(OPERATOR);
    const wide: number[][] = [];
    await page.getByRole('heading', { name: 'Bike bike-001 did not come back' }).waitFor();
    wide.push(await picture(page, '10-ops-cases'));
    await press('Close…');
    const focused = await page.evaluate('document.activeElement.id');
    await page.getByLabel('Why is nothing more to be done?').fill('no');
    await press('Close this case');
    const problem = await page.getByRole('alert').textContent();
    await page.getByLabel('Why is nothing more to be done?').fill('Found behind the library.');
    wide.push(await picture(page, '10-ops-close'));
    await press('Close this case');
    await page.getByText('No case is open.').waitFor();
    const goesOn = await page.evaluate('document.activeElement.id');

    await page.getByRole('link', { name: 'Residents to review' }).click();
    await page.getByText('Nobody waits for a review.').waitFor();
    wide.push(await picture(page, '10-ops-reviews'));

    expect(focused).toBe('note');
    expect(problem).toMatch(/Why is nothing more to be done\?/);
    expect(goesOn).toBe('part-title');
    expect(wide.flat().filter((beyond) => beyond > 0)).toEqual([]);
  });

  /** Somebody registers whose address the city's data does not have; gives what they say at the office. */
  const registerUnheardOf = async (): Promise<string> => {
    const { access_token: token } = await signInAs(peopleOf(city), RESIDENT);
    const { iin, number } = city.city.visitors[0] ?? { iin: '', number: '' };
    const address = { street: '1 Unheard Of Road', city: 'Havenbrook', state: 'NY', postalCode: '14400' };
    const answer = await fetch(`${city.address}/v1/residents/me`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ iin, number, address, consentVersion: '2026-05' }),
    });
    return String(((await answer.json()) as { reference: string }).reference);
  };

  it('lets an operator approve a resident whose papers they have seen', async () => {
    const reference = await registerUnheardOf();
    await signIn(OPERATOR);
    await page.getByRole('link', { name: 'Residents to review' }).click();
    await page.getByRole('heading', { name: reference }).waitFor();
    await press('Approve…');
    await page.getByLabel('Why?').fill('Lease and licence seen.');
    await press('Approve');

    await page.getByText('Nobody waits for a review.').waitFor();

    expect(await page.getByRole('alert').isVisible()).toBe(false);
  });

  it('has nothing for a resident, whom the API would refuse', async () => {
    await signIn(RESIDENT);

    await page.getByText('Nothing here is for your account.').waitFor();

    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.getByRole('heading', { level: 2 }).isVisible()).toBe(false);
  });
});
