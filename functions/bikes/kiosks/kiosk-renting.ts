import { KioskNotRenting } from '../errors.ts';
import { isInContact, isRenting, type Kiosk, modeOf } from '../items/station.ts';

/**
 * Lets a rental begin at this kiosk.
 *
 * @throws KioskNotRenting, in words for the rider
 */
export function admitRental(kiosk: Kiosk): void {
  if (isRenting(kiosk)) return;
  if (!isInContact(kiosk))
    throw new KioskNotRenting(
      `${kiosk.name} has been out of contact, and gives no bikes just now. Please try another one nearby.`,
    );
  const why = modeOf(kiosk) === 'closed' ? 'is closed' : 'is being emptied, and takes bikes back only';
  throw new KioskNotRenting(`${kiosk.name} ${why}. Please try another one nearby.`);
}
