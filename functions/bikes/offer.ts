import { isOffered } from './booking.ts';
import type { Kiosk, Standing } from './station.ts';

/**
 * Whether the bike is the one that a bay's sensor saw last. Two records may claim one bay: one of them is outdated, and
 * to fetch its bike would bring the other. Where they are of one age nobody knows which, and neither is offered.
 */
function isLastSeenThere(bike: Standing, standing: readonly Standing[]): boolean {
  return standing.every((other) => other.bikeId === bike.bikeId || other.bay !== bike.bay || other.since < bike.since);
}

/** The bikes that a kiosk gives out, by bay: those that anybody may have, in a bay that is in service, and surely there. */
export function onOffer(
  { quarantined = [] }: Pick<Kiosk, 'quarantined'>,
  standing: readonly Standing[],
  nowMs: number,
): Standing[] {
  return standing.filter(
    (bike) => isOffered(bike, nowMs) && !quarantined.includes(bike.bay) && isLastSeenThere(bike, standing),
  );
}

/** The bays into which a bike can be brought: in service, and free. */
export function baysFree(
  { bays, quarantined = [] }: Pick<Kiosk, 'bays' | 'quarantined'>,
  standing: Standing[],
): number {
  const closed = quarantined.filter((bay) => !standing.some((bike) => bike.bay === bay));
  return Math.max(0, bays - standing.length - closed.length);
}
