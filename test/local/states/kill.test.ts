import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { killUnderLoad } from './kill-under-load.ts';

describe('a host that is killed under load', () => {
  it('loses no execution it has acknowledged, and does nothing twice, over 20 kills at random moments', async () => {
    const program = join(__dirname, 'host-process.ts');

    const outcome = await killUnderLoad({ kills: 20, starts: 6, program });

    expect(outcome.findings).toEqual([]);
    expect(outcome.acknowledged).toBeGreaterThan(20);
  }, 120_000);
});
