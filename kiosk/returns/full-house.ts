import type { Clock } from '../../seams/clock.ts';
import type { Facts } from '../cloud/facts.ts';
import type { KioskStore } from '../store/kiosk-store.ts';

/** When each bike was last turned away, in milliseconds by the corrected clock. */
type TurnedAway = Record<string, number>;

/** A rider who holds the tag to the reader again and again stands there once. */
const ONCE_IN_MS = 15 * 60_000;

/**
 * Tells the city that a bike could not be taken back for want of a bay, from when on its rider has minutes that nobody
 * pays for. Told once for each bike in a quarter of an hour, also across a power cut.
 */
export function fullHouse(parts: { store: KioskStore; facts: Facts; clock: Clock }): (bikeId: string) => void {
  const { store, facts, clock } = parts;
  return (bikeId) => {
    const now = clock.now();
    const told = Object.entries(store.get<TurnedAway>('turnedAway') ?? {}).filter(([, at]) => now - at < ONCE_IN_MS);
    const turnedAway: TurnedAway = Object.fromEntries(told);
    if (bikeId in turnedAway) return;
    store.transaction(() => {
      store.put('turnedAway', { ...turnedAway, [bikeId]: now });
      facts.record({ type: 'NoDockFree', bikeId }, now);
    });
  };
}
