import { describe, expect, it } from '@jest/globals';
import { openBrowser } from './browser.ts';

describe('without Chromium', () => {
  it('says what is missing, where it looked, and what to do', async () => {
    await expect(openBrowser('/nowhere/chromium')).rejects.toThrow(
      'There is no Chromium at /nowhere/chromium. Install it',
    );
  });
});
