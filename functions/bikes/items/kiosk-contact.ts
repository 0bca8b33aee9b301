import { instant } from '../../../seams/clock.ts';
import { HEARTBEAT_S, HEARTBEATS_MISSED_MAX, type KioskContactChanged } from '../kiosk-contract.ts';
import { isInContact, type Kiosk, kioskIdOf } from './station.ts';

/**
 * That contact was lost or restored. It is settled once the bikes at the kiosk are in the states that follow, and none is
 * reserved any more, which would be free later.
 */
export interface KioskContact extends KioskContactChanged {
  isSettled: boolean;
}

/** A kiosk that says many things at once is written down once: its last word is true to the minute. */
const THROTTLE_MS = 60_000;
const SILENT_AFTER_MS = HEARTBEATS_MISSED_MAX * HEARTBEAT_S * 1000;

function contactChanged(kiosk: Kiosk, type: KioskContact['type'], heardAt: string, nowMs: number): KioskContact {
  return { type, at: instant(nowMs), kioskId: kioskIdOf(kiosk), heardAt, isSettled: false };
}

/** The kiosk after a word of its own; undefined where there is nothing new to write down. */
export function heard(kiosk: Kiosk, nowMs: number): Kiosk | undefined {
  const heardAt = instant(nowMs);
  if (!isInContact(kiosk)) {
    const contact = contactChanged(kiosk, 'KioskContactRestored', kiosk.heardAt ?? heardAt, nowMs);
    return { ...kiosk, heardAt, contact };
  }
  const isNews = kiosk.heardAt === undefined || nowMs - Date.parse(kiosk.heardAt) >= THROTTLE_MS;
  return isNews ? { ...kiosk, heardAt } : undefined;
}

/** Whether a kiosk is silent for too long. One that has never spoken is not: it is not there yet. */
export function isSilent({ heardAt }: Kiosk, nowMs: number): boolean {
  return heardAt !== undefined && nowMs - Date.parse(heardAt) > SILENT_AFTER_MS;
}

/** The kiosk out of contact; undefined where it is not silent, or known to be. */
export function lost(kiosk: Kiosk, nowMs: number): Kiosk | undefined {
  if (!isSilent(kiosk, nowMs) || !isInContact(kiosk)) return undefined;
  return { ...kiosk, contact: contactChanged(kiosk, 'KioskContactLost', kiosk.heardAt ?? instant(nowMs), nowMs) };
}

/** What is told of the last change of contact: the event is made of what the kiosk keeps. */
export function contactEvent({ contact }: Kiosk): { type: string; detail: KioskContactChanged }[] {
  if (!contact) return [];
  const { isSettled: _, ...detail } = contact;
  return [{ type: contact.type, detail }];
}
