import { readEnv } from '../../shared/env.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import type { Bike } from '../items/bike.ts';
import { type BaysCorrected, CorrectBays } from '../reconciliation-contract.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';

type Correction = CorrectBays['corrections'][number];

/**
 * The bike in the bay where the sensor saw it; undefined where that is no longer so: it has left, something newer is
 * known of it, or it is reserved, and so may be moved at this moment.
 */
export function standIn(bike: Bike, { kioskId, from, to, seenAt }: Correction): Bike | undefined {
  const mayMove = bike.state === 'available' || bike.state === 'non_operational';
  // A kiosk's report is stamped to the second.
  const isNewest = Date.parse(bike.since) <= Date.parse(seenAt) + 999;
  return mayMove && bike.kioskId === kioskId && bike.bay === from && isNewest ? { ...bike, bay: to } : undefined;
}

/**
 * Records bikes in the bays where sensors saw them. What stands there already, or has moved on since, stays as it is.
 *
 * @throws ItemContended
 */
export function correctBays({ inventory }: { inventory: Inventory }) {
  const correct = (correction: Correction) =>
    untilSaved(async () => {
      const bike = await inventory.readBike(correction.bikeId);
      if (bike?.kioskId === correction.kioskId && bike.bay === correction.to) return true;
      const corrected = bike && standIn(bike, correction);
      if (!corrected) return false;
      return (await inventory.save(corrected)) ? true : undefined;
    });
  return async ({ corrections }: CorrectBays): Promise<BaysCorrected> => {
    let bikes = 0;
    for (const correction of corrections) if (await correct(correction)) bikes++;
    return { bikes };
  };
}

export const handler = workflowHandler({
  command: CorrectBays,
  bind: () => {
    const { table } = readEnv({ table: bikesEnv.table });
    return correctBays({ inventory: dynamoInventory(documentClient(), table) });
  },
});
