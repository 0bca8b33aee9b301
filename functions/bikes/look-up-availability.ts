import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type Availability, LookUpAvailability } from './contract.ts';
import { bikesEnv } from './env.ts';
import { KioskUnknown } from './errors.ts';
import { dynamoInventory, type Inventory } from './inventory.ts';
import { admitRental } from './kiosk-renting.ts';
import { offered } from './station.ts';

/**
 * What a rider can be offered: bikes at the kiosk, and how many the party has out.
 *
 * @throws KioskUnknown; KioskNotRenting, but for a rental that is under way
 */
export function lookUpAvailability({ inventory }: { inventory: Inventory }) {
  return async ({ kioskId, partyRef, isUnderWay = false }: LookUpAvailability): Promise<Availability> => {
    const [kiosk, available, party] = await Promise.all([
      inventory.readKiosk(kioskId),
      inventory.listStanding(kioskId, 'available'),
      inventory.readParty(partyRef),
    ]);
    if (!kiosk) throw new KioskUnknown(`There is no kiosk ${kioskId} in the inventory.`);
    if (!isUnderWay) admitRental(kiosk);
    return { bikesAvailable: offered(kiosk, available).length, bikesOut: party.out.length };
  };
}

export const handler = workflowHandler({
  command: LookUpAvailability,
  bind: () => {
    const env = readEnv({ table: bikesEnv.table });
    return lookUpAvailability({ inventory: dynamoInventory(documentClient(), env.table) });
  },
});
