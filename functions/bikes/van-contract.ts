import * as z from 'zod/mini';
import { BayId, KioskId } from '../shared/fields.ts';
import { ChangeBike } from './fleet-contract.ts';

/**
 * Puts down a bike that somebody of the staff has picked up. `BikeChanged` is the answer and the event. Where the
 * kiosk's sensor has told before that the bike stands there, the sensor's bay is right, and nothing else changes.
 */
export const DropOffBike = z.object({
  changeId: ChangeBike.shape.changeId,
  bikeId: ChangeBike.shape.bikeId,
  kioskId: KioskId,
  bay: BayId,
  by: ChangeBike.shape.by,
});
export type DropOffBike = z.infer<typeof DropOffBike>;
