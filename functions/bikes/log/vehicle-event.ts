import * as z from 'zod/mini';
import { BikeEvent, BikeFound, type BikeState, DamageReported } from '../contract.ts';
import { BikeChanged } from '../fleet-contract.ts';
import { stepsTo } from '../items/vehicle-states.ts';
import type { VehicleEventType } from '../log-contract.ts';

/** Bikes' events, of which the log takes in those that change a bike's state. */
export const FleetNews = z.union([BikeChanged, BikeFound, DamageReported, BikeEvent]);
export type FleetNews = z.infer<typeof FleetNews>;

/** An event as MDS has it. */
export interface Transition {
  types: VehicleEventType[];
  state: BikeState;
}

/** What becomes of a bike that is back and not on offer: it is in repair, or the next rider has reserved it already. */
const AFTER_RETURN: Partial<Record<BikeState, VehicleEventType>> = {
  non_operational: 'maintenance',
  reserved: 'reservation_start',
};

function ended({ from, state = 'available' }: BikeEvent): Transition | undefined {
  // The ride is over, and the bike was with it no more.
  if (from === state) return undefined;
  const after = AFTER_RETURN[state];
  return { types: after ? ['trip_end', after] : ['trip_end'], state };
}

/** A bike that no known trip has brought: out of reach, carried by staff, or not where it was thought to be. */
function found({ from = 'missing', state = 'available' }: BikeFound): Transition {
  if (from === 'non_contactable') return { types: ['comms_restored'], state };
  if (from === 'removed' && state === 'available') return { types: ['provider_drop_off'], state };
  return { types: stepsTo(from, 'located', state), state };
}

/**
 * What bikes' news are in MDS's words; undefined where they change no bike's state. The log takes news in any order, so
 * that nothing here looks at what is known already.
 */
export function transitionOf(news: FleetNews): Transition | undefined {
  switch (news.type) {
    case 'BikeReserved':
      return { types: ['reservation_start'], state: 'reserved' };
    case 'BikeReleased':
      return { types: ['reservation_cancel'], state: 'available' };
    case 'BikeWithdrawn': {
      const types: VehicleEventType[] = news.from === 'reserved' ? ['reservation_cancel'] : [];
      return { types: [...types, 'maintenance'], state: 'non_operational' };
    }
    case 'TripStarted':
      return { types: ['trip_start'], state: 'on_trip' };
    case 'TripEnded':
      return ended(news);
    case 'BikeMissing':
      return { types: stepsTo('on_trip', 'not_located', 'missing'), state: 'missing' };
    case 'BikeFound':
      return found(news);
    case 'DamageReported':
      return news.isWithdrawn ? { types: ['maintenance'], state: 'non_operational' } : undefined;
    case 'BikeChanged':
      return { types: stepsTo(news.from, news.event, news.state), state: news.state };
    default:
      return undefined;
  }
}
