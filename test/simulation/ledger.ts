import type { Place } from './people/place.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A bike's way through the streets, as a bystander with a good watch would tell it. */
export interface Trip {
  bikeId: string;
  from: string;
  takenAt: number;
  /** Who took it, for which rental; unknown where somebody took it who was not asked. */
  by?: { who: string; party: string; rentalId: string };
  to?: string;
  dockedAt?: number;
  /** The hatch's sensor lied as the bike went or came: when that was, no kiosk can know. */
  isBlurred?: boolean;
}

/** A door that begins to open. */
export interface Opening {
  kioskId: string;
  /** What stands behind it; null where somebody comes with a bike. */
  bikeId: string | null;
  at: number;
}

/** What really happened, whatever anybody's records say: steel, and people's hands. */
export interface Ledger {
  trips: readonly Trip[];
  openings: readonly Opening[];
  /** Bikes that are out. */
  riding(): Trip[];
  /** Somebody's hands are on the bike that they take next. */
  takes(bikeId: string, by: NonNullable<Trip['by']>): void;
  of(rentalId: string): Trip[];
}

/** Watches all machines. `told` is called for each bike that goes or comes. */
export function ledger(places: Iterable<Place>, clock: VirtualTime, told: (line: string) => void): Ledger {
  const trips: Trip[] = [];
  const out = new Map<string, Trip>();
  const hands = new Map<string, NonNullable<Trip['by']>>();
  const openings: Opening[] = [];
  const opening = new Set<string>();
  const lookAtDoor = ({ kioskId, machine }: Place) => {
    const isOpening = machine.motion()?.kind === 'openDoor';
    if (isOpening && !opening.has(kioskId)) openings.push({ kioskId, bikeId: machine.inHatch(), at: clock.now() });
    if (isOpening) opening.add(kioskId);
    else opening.delete(kioskId);
  };
  const looked = (place: Place) => () => {
    lookAtDoor(place);
    const blurs = place.machine.faults().sensor !== 'off';
    const riding = new Set(place.machine.riding());
    for (const bikeId of riding) {
      if (out.has(bikeId)) continue;
      const by = hands.get(bikeId);
      hands.delete(bikeId);
      const trip: Trip = { bikeId, from: place.kioskId, takenAt: clock.now(), isBlurred: blurs, ...(by && { by }) };
      out.set(bikeId, trip);
      trips.push(trip);
      told(`${place.kioskId}: ${bikeId} is gone${by ? ` with ${by.who}` : ''}`);
    }
    for (const [bikeId, trip] of out) {
      if (riding.has(bikeId)) continue;
      out.delete(bikeId);
      Object.assign(trip, {
        to: place.kioskId,
        dockedAt: clock.now(),
        isBlurred: blurs || trip.isBlurred,
      });
      told(`${place.kioskId}: ${bikeId} is in the hatch`);
    }
  };
  for (const place of places) place.machine.onChange(looked(place));
  return {
    trips,
    openings,
    riding: () => [...out.values()],
    takes: (bikeId, by) => void hands.set(bikeId, by),
    of: (rentalId) => trips.filter(({ by }) => by?.rentalId === rentalId),
  };
}
