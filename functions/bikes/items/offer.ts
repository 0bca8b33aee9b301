import { baysClosed } from './bays.ts';
import { isOffered } from './booking.ts';
import type { Kiosk, Standing } from './station.ts';

/**
 * Whether the bike is the one that a bay's sensor saw last. Two records may claim one bay: one of them is outdated, and
 * to fetch its bike would bring the other. Where they are of one age nobody knows which, and neither is offered.
 */
function isLastSeenThere(bike: Standing, standing: readonly Standing[]): boolean {
  return standing.every((other) => other.bikeId === bike.bikeId || other.bay !== bike.bay || other.since < bike.since);
}

/**
 * The bikes that a kiosk gives out, by bay: those that anybody may have, in a bay that the kiosk has and that is in
 * service, and surely there. Of a kiosk that nobody knows any more, none.
 */
export function onOffer(kiosk: Kiosk | undefined, standing: readonly Standing[], nowMs: number): Standing[] {
  if (!kiosk) return [];
  const closed = baysClosed(kiosk);
  return standing.filter(
    (bike) =>
      isOffered(bike, nowMs) && bike.bay <= kiosk.bays && !closed.includes(bike.bay) && isLastSeenThere(bike, standing),
  );
}
