import { BikeChanged, type ChangeBike } from '../../bikes/fleet-contract.ts';
import type { DropOffBike } from '../../bikes/van-contract.ts';
import { lambdaCaller } from '../services.ts';

/** The functions behind the HTTP API by which the staff moves bikes. Their refusals come under their own names. */
export interface Van {
  changeBike(command: ChangeBike): Promise<BikeChanged>;
  dropOffBike(command: DropOffBike): Promise<BikeChanged>;
}

export function lambdaVan(names: Record<keyof Van, string>, call = lambdaCaller()): Van {
  return {
    changeBike: call<ChangeBike, BikeChanged>(names.changeBike, BikeChanged),
    dropOffBike: call<DropOffBike, BikeChanged>(names.dropOffBike, BikeChanged),
  };
}
