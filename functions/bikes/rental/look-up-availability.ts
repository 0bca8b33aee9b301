import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { type Availability, LookUpAvailability } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { KioskUnknown } from '../errors.ts';
import { onOffer } from '../items/offer.ts';
import { asOf, waitingAt } from '../items/party-booking.ts';
import { admitRental } from '../kiosks/kiosk-renting.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';

/**
 * What a rider can be offered: bikes at the kiosk, and how many the party has out. Bikes that wait for the party right
 * here are offered to it alone, and take up no place beside the one that they are rented for.
 *
 * @throws KioskUnknown; KioskNotRenting, but for a rental that is under way
 */
export function lookUpAvailability({ inventory, clock }: { inventory: Inventory; clock: Clock }) {
  return async ({ kioskId, partyRef, isUnderWay = false }: LookUpAvailability): Promise<Availability> => {
    const now = clock.now();
    const [kiosk, standing, kept] = await Promise.all([
      inventory.readKiosk(kioskId),
      inventory.listStanding(kioskId),
      inventory.readParty(partyRef),
    ]);
    if (!kiosk) throw new KioskUnknown(`There is no kiosk ${kioskId} in the inventory.`);
    if (!isUnderWay) admitRental(kiosk);
    const party = asOf(kept, now);
    const theirs = waitingAt(party, kioskId).length;
    return { bikesAvailable: onOffer(kiosk, standing, now).length + theirs, bikesOut: party.out.length - theirs };
  };
}

export const handler = workflowHandler({
  command: LookUpAvailability,
  bind: () => {
    const env = readEnv({ table: bikesEnv.table });
    return lookUpAvailability({ inventory: dynamoInventory(documentClient(), env.table), clock: systemClock });
  },
});
