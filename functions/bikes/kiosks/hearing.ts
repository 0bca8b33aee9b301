import { type Clock, instant } from '../../../seams/clock.ts';
import type { Publish } from '../../shared/events.ts';
import { untilSaved } from '../../shared/table.ts';
import { KioskUnknown } from '../errors.ts';
import { contactEvent, heard } from '../items/kiosk-contact.ts';
import type { Kiosk } from '../items/station.ts';
import type { Inventory } from '../store/inventory.ts';
import { type BayWord, withBays } from './kiosk-bays.ts';

export interface HearingDependencies {
  inventory: Inventory;
  publish: Publish;
  clock: Clock;
}

/**
 * Takes in that a kiosk has spoken, now, and what it said of its bays; tells where that brings it back into contact.
 * As long as that is not settled each word tells it again, so that a change without its event does not last.
 *
 * @throws KioskUnknown, ItemContended
 */
export function hearing({ inventory, publish, clock }: HearingDependencies) {
  return async (kioskId: string, words: BayWord[] = []): Promise<Kiosk> => {
    const kiosk = await untilSaved(async () => {
      const found = await inventory.readKiosk(kioskId);
      if (!found) throw new KioskUnknown(`There is no kiosk ${kioskId} in the inventory.`);
      const spoken = heard(found, clock.now());
      const next = withBays(spoken ?? found, notAhead(words, clock)) ?? spoken;
      if (!next) return found;
      return (await inventory.save(next)) ? next : undefined;
    });
    if (kiosk.contact && !kiosk.contact.isSettled) await publish(contactEvent(kiosk));
    return kiosk;
  };
}

/** A kiosk whose clock is ahead must not keep its later words from being heard. */
function notAhead(words: BayWord[], clock: Clock): BayWord[] {
  const now = instant(clock.now());
  return words.map((word) => (word.at > now ? { ...word, at: now } : word));
}
