import type { Data } from './gbfs.ts';
import type { PublicCity } from './public-city.ts';
import { DEFAULT_PLAN, PLANS } from './system-pricing-plans.ts';
import { inEach } from './words.ts';

/** Every bike of the system is of this type. */
export const BICYCLE = 'bicycle';

/** GBFS 3.0, vehicle_types. */
export function vehicleTypes({ system }: PublicCity): Data<'vehicle_types'> {
  return {
    vehicle_types: [
      {
        vehicle_type_id: BICYCLE,
        form_factor: 'bicycle',
        propulsion_type: 'human',
        rider_capacity: 1,
        name: inEach(system.facts.languages, ({ bicycle }) => bicycle),
        return_constraint: 'any_station',
        default_pricing_plan_id: DEFAULT_PLAN,
        pricing_plan_ids: [...PLANS],
      },
    ],
  };
}
