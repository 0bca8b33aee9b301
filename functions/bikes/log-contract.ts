import * as z from 'zod/mini';
import { RiderKind } from '../payments/contract.ts';
import { BikeId, KioskId } from '../shared/fields.ts';
import { BikeState } from './contract.ts';
import { FleetEvent } from './fleet-contract.ts';

/** The events of MDS 2.0 that are in the table of transitions: those of trips, and those outside of any. */
const VehicleEventType = z.enum([
  'reservation_start',
  'reservation_cancel',
  'trip_start',
  'trip_end',
  'trip_cancel',
  'trip_leave_jurisdiction',
  'trip_enter_jurisdiction',
  ...FleetEvent.options,
]);

/** The kiosk where it happened, or where the bike was last seen, as it was called and where it stood then. */
const place = {
  stop_id: z.optional(KioskId),
  stop_name: z.optional(z.string()),
  location: z.optional(z.object({ lat: z.number(), lng: z.number() })),
};

/**
 * One event of the log, by the field names of MDS 2.0 ("Data Types", Events). It says which bike and which trip, and of
 * the rider nothing: what a trip's id is made of is gone a month later.
 */
export const VehicleEvent = z.object({
  event_id: z.uuid(),
  provider_id: z.uuid(),
  device_id: z.uuid(),
  /** The number that is painted on the bike. */
  vehicle_id: BikeId,
  vehicle_state: BikeState,
  /** In the order in which they happened: the states between them were never seen by anybody. */
  event_types: z.array(VehicleEventType),
  /**
   * When it happened, in milliseconds since the epoch, and when it was written down. A bike's events are in the order of
   * their times: one that was told too late for that is a moment later than the one before it.
   */
  timestamp: z.int(),
  publication_time: z.int(),
  trip_ids: z.optional(z.array(z.uuid())),
  ...place,
});
export type VehicleEvent = z.infer<typeof VehicleEvent>;

/** Where and when a trip began or ended, as the sensors saw it and as its rider pays. */
export const TripPoint = z.object({
  trip_id: z.uuid(),
  vehicle_id: BikeId,
  point: z.enum(['start', 'end']),
  timestamp: z.int(),
  ...place,
});
export type TripPoint = z.infer<typeof TripPoint>;

/** By whose fare a trip was priced: the one thing that the trips' format asks of a rider. */
export const TripFare = z.object({ trip_id: z.uuid(), fare: RiderKind });
export type TripFare = z.infer<typeof TripFare>;

/** Asks for one page of what happened on a day. MDS parts history by hours in UTC, and so the day is UTC's as well. */
export const ExportVehicleEvents = z.object({ day: z.iso.date(), cursor: z.optional(z.string()) });
export type ExportVehicleEvents = z.infer<typeof ExportVehicleEvents>;
/**
 * Ordered by time, page after page; a page may be empty and not be the last. Trips are those of which the day saw the
 * beginning or the end, and fares of those that began on it.
 */
export const VehicleEventsExported = z.object({
  events: z.array(VehicleEvent),
  trips: z.array(TripPoint),
  fares: z.array(TripFare),
  cursor: z.optional(z.string()),
});
export type VehicleEventsExported = z.infer<typeof VehicleEventsExported>;
