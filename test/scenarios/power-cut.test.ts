import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { sleep, systemClock } from '../../seams/clock.ts';

const PROGRAM = join(__dirname, 'live-until-killed.ts');

interface Settled {
  executions: Array<{ name: string; status: string }>;
  items: Array<Record<string, unknown>>;
  /** Bikes that riders have with them. */
  riding: string[];
}

/** Runs the program until it says a line that `until` wants, or ends. */
async function run(mode: string, dataDir: string, until: (line: string) => boolean) {
  const child = spawn(process.execPath, [PROGRAM, mode, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (until(line)) return { child, line };
  }
  throw new Error(`The program ended before it said what was waited for (${mode}).`);
}

describe('a city whose power is cut in the middle of a rental', () => {
  it.each([0, 200, 500, 1000])('loses no bike and no rental, cut %i ms after the second prompt', async (delayMs) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'freewheel-cut-'));
    const { child } = await run('rent', dataDir, (line) => line === 'renting');
    await sleep(systemClock, delayMs);
    child.kill('SIGKILL');

    const { line } = await run('settle', dataDir, (text) => text.startsWith('{'));
    const { executions, items, riding } = JSON.parse(line) as Settled;

    const bikes = items.filter(({ pk }) => String(pk).startsWith('bike#'));
    const parties = items.filter(({ pk }) => String(pk).startsWith('party#'));
    const out = bikes.filter(({ state }) => state === 'on_trip').map(({ bikeId }) => String(bikeId));
    expect(bikes).toHaveLength(66);
    expect(bikes.filter(({ state }) => state !== 'on_trip' && state !== 'available')).toEqual([]);
    expect(out.sort()).toEqual(riding);
    expect(parties.flatMap((party) => party['out'])).toHaveLength(riding.length);
    expect(executions.map(({ status }) => status)).toEqual(executions.map(() => 'SUCCEEDED'));
    rmSync(dataDir, { recursive: true, force: true });
  });
});
