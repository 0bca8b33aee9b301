import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openTestCity, type TestCity } from '../scenarios/city.ts';
import { picture } from './browser.ts';
import { pages } from './pages.ts';

const EMAIL = 'newcomer@example.org';
const PASSWORD = 'Correct horse 9 battery';
/** A refusal of the API, which the page tells in words; the browser's console says it too. */
const EXPECTED = /the server responded with a status of (404|409|422)/;

describe('the residents’ page', () => {
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
  });
  afterAll(() => city?.dispose());

  const fill = (label: string, words: string) => page.getByLabel(label).fill(words);
  const press = (name: string) => page.getByRole('button', { name }).click();
  const codeInTheOutbox = async (): Promise<string> => {
    const outbox = await page.request.get(`${city.address}/oidc/outbox`);
    return /code is (\d{6})/.exec(await outbox.text())?.[1] ?? '';
  };
  const fillRegistration = async (number: string, street: string) => {
    await page.getByLabel('State that issued it').selectOption('New Jersey');
    await fill('Licence number', number);
    await fill('House number and street', street);
    await page.getByLabel('City', { exact: true }).fill('Havenbrook');
    await fill('State, as two letters', 'NY');
    await fill('ZIP code', '14400');
    await page.getByLabel('I agree to this.').check();
  };

  it('takes somebody from making an account to deleting everything', async () => {
    const wide: number[][] = [];
    await page.goto(`${city.address}/residents/`);
    await page.getByRole('button', { name: 'Sign in or make an account' }).waitFor();
    wide.push(await picture(page, '9-residents-welcome'));
    await press('Sign in or make an account');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    wide.push(await picture(page, '9-residents-sign-in'));
    await page.getByRole('link', { name: 'Make an account' }).click();
    await fill('E-mail address', EMAIL);
    await fill('Password', PASSWORD);
    await press('Make the account');
    await page.getByRole('heading', { name: 'Confirm your address' }).waitFor();
    wide.push(await picture(page, '9-residents-confirm'));
    await fill('Code', await codeInTheOutbox());
    await press('Confirm');

    await page.getByRole('heading', { name: 'Register as a resident' }).waitFor();
    await fillRegistration('412 66', '2 Lantern St');
    wide.push(await picture(page, '9-residents-register'));
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    const problem = await page.getByRole('alert').textContent();
    const focused = await page.evaluate('document.activeElement.id');
    await fill('Licence number', '412660819');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await page.getByText('You ride as a resident.').waitFor();
    wide.push(await picture(page, '9-residents-registered'));

    await press('Make a code to invite somebody');
    const invitation = await page.getByText('Give this code to one person').textContent();
    const downloading = page.waitForEvent('download');
    await press('Download it');
    const file = readFileSync(await (await downloading).path(), 'utf8');

    await press('Delete it');
    await page.getByRole('heading', { name: 'Delete everything?' }).waitFor();
    wide.push(await picture(page, '9-residents-delete'));
    await press('Yes, delete everything');
    await page.getByRole('heading', { name: 'Everything is deleted' }).waitFor();
    const isFormBack = await page.getByRole('heading', { name: 'Register as a resident' }).isVisible();

    expect(problem).toContain('Licence number must be the number on the licence');
    expect(focused).toBe('number');
    expect(invitation).toMatch(/[A-Z2-7]{10}/);
    expect(JSON.parse(file)).toMatchObject({ status: 'active', consent: { version: '2026-05' } });
    expect(file).not.toMatch(/412660819|Lantern/);
    expect(isFormBack).toBe(true);
    expect(wide.flat().filter((beyond) => beyond > 0)).toEqual([]);
  });

  it('is worked by keyboard alone, by the other name of this machine too, and signs out for good', async () => {
    await page.goto(`${city.address.replace('127.0.0.1', 'localhost')}/residents/`);
    await page.getByRole('button', { name: 'Sign in or make an account' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('E-mail address').focus();
    await page.keyboard.type(EMAIL);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sign out' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sign out' }).waitFor();
    await picture(page, '9-residents-sign-out');
    await press('Yes, sign me out');
    await page.getByRole('button', { name: 'Sign in or make an account' }).waitFor();

    await press('Sign in or make an account');

    await page.getByLabel('Password').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in');
  });

  it('lets the browser run and call nothing that is not the city’s', async () => {
    const answer = await page.request.get(`${city.address}/residents/`);

    const policy = answer.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|data:/);
  });
});
