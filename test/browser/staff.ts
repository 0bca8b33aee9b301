import type { Page } from 'playwright-core';
import { PASSWORD } from '../../laptop/newcomer.ts';
import type { TestCity } from '../scenarios/city.ts';

/** Signs somebody of the staff in, as they would themselves. */
export async function signInAtOps(page: Page, { address }: TestCity, email: string): Promise<void> {
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await page.goto(`${address}/ops/`);
  await press('Sign in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await press('Sign in');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}
