import { type LookUpNearest, NearestFound } from '../../bikes/stations-contract.ts';
import { lambdaCaller } from '../services.ts';

/** The functions behind the HTTP API that tell of stations. Their refusals come under their own names. */
export interface Stations {
  lookUpNearest(command: LookUpNearest): Promise<NearestFound>;
}

export function lambdaStations(names: Record<keyof Stations, string>, call = lambdaCaller()): Stations {
  return { lookUpNearest: call<LookUpNearest, NearestFound>(names.lookUpNearest, NearestFound) };
}
