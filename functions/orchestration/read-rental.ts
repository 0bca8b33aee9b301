import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { ReadRental, type RentalView } from './contract.ts';
import { orchestrationEnv } from './env.ts';
import { RentalUnknown } from './errors.ts';
import { dynamoRentals, type RentalStore } from './rental-store.ts';
import { kiosksOf, rentalView } from './rental-view.ts';

/**
 * How a rental stands, for the kiosk where it was made and for those where a bike of it came back.
 *
 * @throws RentalUnknown also for another kiosk's rental
 */
export function readRental({ rentals }: { rentals: RentalStore }) {
  return async ({ rentalId, kioskId }: ReadRental): Promise<RentalView> => {
    const rental = await rentals.read(rentalId);
    if (!rental || !kiosksOf(rental).includes(kioskId))
      throw new RentalUnknown(`There is no rental ${rentalId} of this kiosk.`);
    return rentalView(rental);
  };
}

export const handler = workflowHandler({
  command: ReadRental,
  bind: () => {
    const { rentalsTable } = orchestrationEnv;
    const env = readEnv({ rentalsTable });
    return readRental({ rentals: dynamoRentals(documentClient(), env.rentalsTable) });
  },
});
