import type { Data } from './gbfs.ts';
import type { PublicCity } from './public-city.ts';
import { BICYCLE } from './vehicle-types.ts';

/** GBFS 3.0, vehicle_status: the bikes at stations. One that is ridden is nobody's to see. */
export function vehicleStatus({ vehicles }: PublicCity): Data<'vehicle_status'> {
  return {
    vehicles: vehicles.map(({ vehicleId, stationId, state }) => ({
      vehicle_id: vehicleId,
      station_id: stationId,
      vehicle_type_id: BICYCLE,
      is_reserved: state === 'reserved',
      is_disabled: state === 'non_operational' || state === 'non_contactable',
    })),
  };
}
