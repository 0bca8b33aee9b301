import type { StationSnapshot } from '../feed-contract.ts';
import { baysClosed } from '../items/bays.ts';
import { isInContact, isRenting, type Kiosk, modeOf } from '../items/station.ts';

type Word = Pick<StationSnapshot, 'lastReported' | 'isRenting' | 'isReturning' | 'faultyBays'>;

/** What the kiosk has said of itself, for the world to know; nothing where it was never heard. */
export function wordOf(kiosk: Kiosk): Word {
  if (kiosk.heardAt === undefined) return {};
  return {
    lastReported: kiosk.heardAt,
    isRenting: isRenting(kiosk),
    isReturning: isInContact(kiosk) && modeOf(kiosk) !== 'closed',
    faultyBays: baysClosed(kiosk),
  };
}
