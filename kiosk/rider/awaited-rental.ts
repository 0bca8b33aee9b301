import type { Clock } from '../../seams/clock.ts';
import type { KioskStore } from '../store/kiosk-store.ts';

interface Awaited {
  rentalId: string;
  bikes: number;
}

/** The rental that the rider in front of the screen waits for, on disk: a power cut loses neither of the two. */
export interface AwaitedRental {
  begin(rental: Awaited): void;
  end(): void;
  /** What somebody may still stand here for, after the power came back. */
  left(): Awaited | undefined;
}

const KEY = 'awaitedRental';

/** @param withinMs for how long anybody waits */
export function awaitedRental(store: KioskStore, clock: Clock, withinMs: number): AwaitedRental {
  return {
    begin: (rental) => store.put(KEY, { ...rental, since: clock.now() }),
    end: () => store.delete(KEY),
    left: () => {
      const kept = store.get<Awaited & { since: number }>(KEY);
      if (!kept) return undefined;
      const { since, ...rental } = kept;
      const ageMs = clock.now() - since;
      return ageMs >= 0 && ageMs < withinMs ? rental : undefined;
    },
  };
}
