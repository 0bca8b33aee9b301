import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type Availability, LookUpAvailability } from './contract.ts';
import { bikesEnv } from './env.ts';
import { KioskUnknown } from './errors.ts';
import { dynamoInventory, type Inventory } from './inventory.ts';
import { onOffer } from './offer.ts';

/**
 * What a rider can be offered: bikes at the kiosk, and how many the party has out.
 *
 * @throws KioskUnknown
 */
export function lookUpAvailability({ inventory }: { inventory: Inventory }) {
  return async ({ kioskId, partyRef }: LookUpAvailability): Promise<Availability> => {
    const [kiosk, standing, party] = await Promise.all([
      inventory.readKiosk(kioskId),
      inventory.listStanding(kioskId),
      inventory.readParty(partyRef),
    ]);
    if (!kiosk) throw new KioskUnknown(`There is no kiosk ${kioskId} in the inventory.`);
    return { bikesAvailable: onOffer(kiosk, standing).length, bikesOut: party.out.length };
  };
}

export const handler = workflowHandler({
  command: LookUpAvailability,
  bind: () => {
    const env = readEnv({ table: bikesEnv.table });
    return lookUpAvailability({ inventory: dynamoInventory(documentClient(), env.table) });
  },
});
