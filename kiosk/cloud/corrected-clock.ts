import type { Clock } from '../../seams/clock.ts';
import type { KioskStore } from '../store/kiosk-store.ts';

/** The kiosk's clock, corrected to the cloud's: what facts are stamped with, and what tokens expire by. */
export interface CorrectedClock extends Clock {
  /**
   * Learns from the `Date` header of an answer (RFC 9110, section 6.6.1) that was asked for at `sentAt` and came
   * at `receivedAt`, both by the device's own clock.
   */
  learn(dateHeader: string | undefined, sentAt: number, receivedAt: number): void;
  /** The corrected time of a moment that the device's clock has told. */
  fromDevice(deviceMs: number): number;
}

/** The header counts whole seconds, so that the moment it speaks of lies anywhere within one. */
const RESOLUTION_MS = 999;

/**
 * A quartz drifts by minutes a month, and a kiosk has no other source of time. The correction is kept on disk, so
 * that a kiosk that starts without a network still stamps its facts rightly.
 *
 * An answer bounds the true correction from both sides. Nothing changes while the present one lies within, so that
 * a right clock does not jitter with every answer; otherwise the nearer bound is taken.
 */
export function correctedClock(device: Clock, store: KioskStore): CorrectedClock {
  let offsetMs = store.get<number>('clockOffsetMs') ?? 0;
  return {
    now: () => device.now() + offsetMs,
    after: (delayMs, callback) => device.after(delayMs, callback),
    fromDevice: (deviceMs) => deviceMs + offsetMs,
    learn: (dateHeader, sentAt, receivedAt) => {
      const date = Date.parse(dateHeader ?? '');
      if (Number.isNaN(date)) return;
      const least = date - receivedAt;
      const most = date + RESOLUTION_MS - sentAt;
      const better = Math.min(Math.max(offsetMs, least), most);
      if (better === offsetMs) return;
      offsetMs = better;
      store.put('clockOffsetMs', offsetMs);
    },
  };
}
