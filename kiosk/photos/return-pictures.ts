import type { Clock } from '../../seams/clock.ts';
import type { Driver } from '../hardware/driver.ts';
import { inTime } from './in-time.ts';
import { type Shot, shoot } from './shoot.ts';

/**
 * Pictures of bikes as they were brought back: once a bike is stowed the camera sees it no more, and its rider may only
 * then say that something is wrong with it. They are kept in memory alone, for as long as the screen speaks of the bike,
 * and go nowhere unless the rider sends theirs along.
 */
export interface ReturnPictures {
  /** Takes one of the bike in the hatch, with the door shut. Never rejects: there is none where the camera fails. */
  take(bikeId: string): Promise<void>;
  of(bikeId: string): Shot | undefined;
  forget(bikeId: string): void;
}

/** A return does not wait for longer than this: the next rider stands behind it. */
const PATIENCE_MS = 2_000;

export function returnPictures(parts: {
  driver: Pick<Driver, 'read' | 'photograph'>;
  clock: Clock;
  log(line: string): void;
}): ReturnPictures {
  const taken = new Map<string, Shot>();
  return {
    take: async (bikeId) => {
      taken.delete(bikeId);
      try {
        taken.set(bikeId, await inTime(parts.clock, PATIENCE_MS, shoot(parts.driver, bikeId)));
      } catch (fault) {
        parts.log(`There is no picture of ${bikeId} as it came back: ${(fault as Error).message}.`);
      }
    },
    of: (bikeId) => taken.get(bikeId),
    forget: (bikeId) => void taken.delete(bikeId),
  };
}
