import type { Between } from '../between.ts';
import type { World } from './world.ts';

/** The battery of a kiosk's clock was empty, or nobody has set it: so far off, at the most, in milliseconds. */
const OFF_MS = 3_600_000;
/** A cheap quartz runs wrong by up to so much. */
const DRIFT = 100e-6;

/** Kiosks' own clocks, of which some are wrong and run wrong. What the cloud tells them sets them right. */
export function faultyClocks({ profile, dice, strike }: World): Between['clockOf'] {
  const chance = dice('clocks');
  return (kioskId, clock) => {
    if (!chance.happens(profile().kiosks.wrongClocks)) return clock;
    const [offMs, drift] = [chance.between(-OFF_MS, OFF_MS), chance.between(-DRIFT, DRIFT)];
    const start = clock.now();
    strike(
      'kiosks.wrongClocks',
      `${kioskId}: its clock is off by ${Math.round(offMs / 1000)} s, and by ${Math.round(drift * 1e6)} ppm more`,
    );
    return {
      now: () => Math.round(clock.now() + offMs + (clock.now() - start) * drift),
      after: (delayMs, callback) => clock.after(delayMs / (1 + drift), callback),
    };
  };
}
