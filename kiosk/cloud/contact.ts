import type { Clock, Timer } from '../../seams/clock.ts';
import type { KioskStore } from '../store/kiosk-store.ts';

/**
 * How old what this kiosk knows of others is. What changes elsewhere is pushed: while the connection stands all that was
 * heard is true now, and without it nothing is newer than the last that came.
 */
export interface Contact {
  /** The program has started, without a connection yet. */
  begin(): void;
  /** The broker has just said something, or acknowledged something. */
  heard(): void;
  connected(): void;
  disconnected(): void;
  /** The moment as of which all is true that was heard, by the corrected clock; undefined before the first contact. */
  asOf(): number | undefined;
}

/** Written down no more often than this. After a power cut knowledge looks older by as much than it is, at the most. */
const NOTE_EVERY_MS = 60_000;

/** While there is no connection the screen says how old the news is, to the minute. */
const AGES_EVERY_MS = 60_000;

/** `onAging` is called each minute in which what is known becomes older. */
export function contact(store: KioskStore, clock: Clock, onAging: () => void): Contact {
  let isOnline = false;
  let aging: Timer | undefined;
  let noted = store.get<number>('contactAt');
  let last = noted;

  const heard = () => {
    last = clock.now();
    if (noted !== undefined && Math.abs(last - noted) < NOTE_EVERY_MS) return;
    noted = last;
    store.put('contactAt', noted);
  };
  const age = () => {
    aging?.cancel();
    aging = clock.after(AGES_EVERY_MS, () => {
      age();
      onAging();
    });
  };
  return {
    begin: age,
    heard,
    connected: () => {
      isOnline = true;
      aging?.cancel();
      heard();
    },
    disconnected: () => {
      isOnline = false;
      age();
    },
    asOf: () => (isOnline ? clock.now() : last),
  };
}
