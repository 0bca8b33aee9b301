import type { Clock } from '../../seams/clock.ts';
import type { KioskStore } from '../store/kiosk-store.ts';

/** When something happened by a clock that the cloud has not confirmed since the program started. */
export interface UnsureTime {
  /** The device's own time, in milliseconds. */
  deviceMs: number;
  /** Which start of the program that was. */
  run: number;
  /** The last moment before it that the cloud had confirmed; 0 where there was none. */
  notBefore: number;
}

/** The kiosk's clock, corrected to the cloud's: what facts are stamped with, and what tokens expire by. */
export interface CorrectedClock extends Clock {
  /**
   * Learns from the `Date` header of an answer (RFC 9110, section 6.6.1) that was asked for at `sentAt` and came
   * at `receivedAt`, both by the device's own clock.
   */
  learn(dateHeader: string | undefined, sentAt: number, receivedAt: number): void;
  /** Learns from a time that was told to the millisecond, as `learn` does. */
  learnTime(cloudMs: number, sentAt: number, receivedAt: number): void;
  /** The corrected time of a moment that the device's clock has told. */
  fromDevice(deviceMs: number): number;
  /** Whether the cloud has told the time since the program started. */
  isConfirmed(): boolean;
  /** Calls back once it has, at once where it has already. */
  onConfirmed(listener: () => void): void;
  /** What there is to keep of a corrected time that may turn out wrong; nothing once the clock is confirmed. */
  doubt(correctedMs: number): UnsureTime | undefined;
  /** The best that is known by now of when that was: `toldMs` is what the clock said then. */
  settle(unsure: UnsureTime, toldMs: number): number;
}

/** The header counts whole seconds, so that the moment it speaks of lies anywhere within one. */
const RESOLUTION_MS = 999;
/** How often the last confirmed moment is written down: each answer confirms one. */
const NOTE_EVERY_MS = 60_000;

/**
 * A quartz drifts by minutes a month, a battery goes flat, and a kiosk has no other source of time. The correction is
 * kept on disk, so that a kiosk that starts without a network still stamps its facts rightly, as long as its own clock
 * has only drifted.
 *
 * An answer bounds the true correction from both sides. Nothing changes while the present one lies within, so that
 * a right clock does not jitter with every answer; otherwise the nearer bound is taken.
 */
export function correctedClock(device: Clock, store: KioskStore): CorrectedClock {
  let offsetMs = store.get<number>('clockOffsetMs') ?? 0;
  let confirmedAt = store.get<number>('clockConfirmedAt') ?? 0;
  let isConfirmed = false;
  let waiting: Array<() => void> = [];
  const startedAt = device.now();
  const run = (store.get<number>('runs') ?? 0) + 1;
  store.put('runs', run);

  const now = () => device.now() + offsetMs;

  function bound(least: number, most: number): void {
    const better = Math.min(Math.max(offsetMs, least), most);
    if (better !== offsetMs) {
      offsetMs = better;
      store.put('clockOffsetMs', offsetMs);
    }
    if (!isConfirmed || Math.abs(now() - confirmedAt) >= NOTE_EVERY_MS) {
      confirmedAt = now();
      store.put('clockConfirmedAt', confirmedAt);
    }
    isConfirmed = true;
    for (const listener of waiting.splice(0)) listener();
  }

  return {
    now,
    after: (delayMs, callback) => device.after(delayMs, callback),
    fromDevice: (deviceMs) => deviceMs + offsetMs,
    learn: (dateHeader, sentAt, receivedAt) => {
      const date = Date.parse(dateHeader ?? '');
      if (!Number.isNaN(date)) bound(date - receivedAt, date + RESOLUTION_MS - sentAt);
    },
    learnTime: (cloudMs, sentAt, receivedAt) => bound(cloudMs - receivedAt, cloudMs - sentAt),
    isConfirmed: () => isConfirmed,
    onConfirmed: (listener) => {
      if (isConfirmed) listener();
      else waiting = [...waiting, listener];
    },
    doubt: (correctedMs) =>
      isConfirmed ? undefined : { deviceMs: correctedMs - offsetMs, run, notBefore: confirmedAt },
    settle: (unsure, toldMs) => {
      // A clock that has gone back since, as after a flat battery, says nothing any more of what it said before.
      const isComparable = unsure.run === run || unsure.deviceMs <= startedAt;
      const best = isComparable ? unsure.deviceMs + offsetMs : toldMs;
      // It was after what was known before. Where no more is known it is told as that: nobody pays for a clock.
      return Math.min(Math.max(best, unsure.notBefore), now());
    },
  };
}
