import type { StationSnapshot } from './feed-contract.ts';
import type { Kiosk } from './station.ts';

/** What a kiosk's item says of the kiosk itself, from the day on which the kiosk was first heard. */
export interface HeardOf {
  /** Its own last word, by the cloud's clock: RFC 3339. */
  heardAt?: string;
  /** Left out: open. One that is draining gives out no bikes any more, and takes them back. */
  mode?: 'open' | 'draining' | 'closed';
  /** Whether it is in contact: the last time that this has changed. */
  contact?: { type: string } | undefined;
  /** By bay, the last word on it. Bays of which there was never any are well. */
  bayStatuses?: Record<string, { status: string }>;
}

type Word = Pick<StationSnapshot, 'lastReported' | 'isRenting' | 'isReturning' | 'faultyBays'>;

/** What the kiosk has said of itself, for the world to know; nothing where it was never heard. */
export function wordOf({ heardAt, mode = 'open', contact, bayStatuses = {} }: Kiosk & HeardOf): Word {
  if (heardAt === undefined) return {};
  const isInContact = contact?.type !== 'KioskContactLost';
  const faulty = Object.entries(bayStatuses).filter(([, { status }]) => status !== 'ok');
  return {
    lastReported: heardAt,
    isRenting: isInContact && mode === 'open',
    isReturning: isInContact && mode !== 'closed',
    faultyBays: faulty.map(([bay]) => Number(bay)).sort((a, b) => a - b),
  };
}
