import * as z from 'zod/mini';
import { BayId, BikeId, Instant, KioskId, RentalId, RiderRef, SignedToken, Slot } from '../shared/fields.ts';

/** Vehicle states of MDS 2.0 (Mobility Data Specification, "Vehicle States"). */
export const BikeState = z.enum([
  'removed',
  'available',
  'non_operational',
  'reserved',
  'on_trip',
  'non_contactable',
  'missing',
  'elsewhere',
]);
export type BikeState = z.infer<typeof BikeState>;

export const LookUpAvailability = z.object({ kioskId: KioskId, partyRef: RiderRef });
export type LookUpAvailability = z.infer<typeof LookUpAvailability>;
export const Availability = z.object({ bikesAvailable: z.int(), bikesOut: z.int() });
export type Availability = z.infer<typeof Availability>;

const bikes = z.int().check(z.minimum(1), z.maximum(20));

export const ReserveBikes = z.object({
  rentalToken: SignedToken,
  kioskId: KioskId,
  partyRef: RiderRef,
  partyLimit: z.int().check(z.minimum(1)),
  bikes,
});
export type ReserveBikes = z.infer<typeof ReserveBikes>;
export const ReservedBike = z.object({ slot: Slot, bikeId: BikeId, bay: BayId });
export type ReservedBike = z.infer<typeof ReservedBike>;
export const BikesReserved = z.object({ bikes: z.array(ReservedBike) });
export type BikesReserved = z.infer<typeof BikesReserved>;

/**
 * Frees the party's places first, then the bikes that have not been taken. Slots that reserved nothing are no fault.
 * `reason` is the name of the error that ended the hand-over: after `HardwareFault` and
 * `BikeMisplaced` the bike is not offered again.
 */
export const ReleaseBikes = z.object({
  rentalToken: SignedToken,
  slots: z.array(Slot),
  reason: z.optional(z.string()),
});
export type ReleaseBikes = z.infer<typeof ReleaseBikes>;
export const BikesReleased = z.object({
  slots: z.array(z.object({ slot: Slot, outcome: z.enum(['released', 'taken', 'notReserved']) })),
});
export type BikesReleased = z.infer<typeof BikesReleased>;

export const StartTrip = z.object({ rentalToken: SignedToken, slot: Slot, bikeId: BikeId, takenAt: Instant });
export type StartTrip = z.infer<typeof StartTrip>;
export const TripStarted = z.object({ slot: Slot, bikeId: BikeId, startedAt: Instant });
export type TripStarted = z.infer<typeof TripStarted>;

/** Takes kiosks and bikes of a city into the inventory; what is there already stays as it is. */
export const ImportFleet = z.object({
  kiosks: z.array(z.object({ kioskId: KioskId, bays: z.int() })),
  bikes: z.array(z.object({ bikeId: BikeId, kioskId: KioskId, bay: BayId })),
});
export type ImportFleet = z.infer<typeof ImportFleet>;
/** How many were new. */
export const FleetImported = z.object({ kiosks: z.int(), bikes: z.int() });
export type FleetImported = z.infer<typeof FleetImported>;

/** The source of bikes' events. The detail type is the detail's `type`. */
export const BIKE_EVENTS = 'freewheel.bikes';
/** What a rental does to a bike. `BikeWithdrawn`: it is in the state `non_operational` until somebody has seen to it. */
export const BikeEvent = z.object({
  type: z.enum(['BikeReserved', 'BikeReleased', 'BikeWithdrawn', 'TripStarted', 'TripEnded']),
  at: Instant,
  bikeId: BikeId,
  kioskId: KioskId,
  bay: BayId,
  rentalId: RentalId,
  slot: Slot,
});
export type BikeEvent = z.infer<typeof BikeEvent>;

/** A bike stands somewhere, and no trip that we know of has brought it there. */
export const BikeFound = z.object({
  type: z.literal('BikeFound'),
  at: Instant,
  bikeId: BikeId,
  kioskId: KioskId,
  bay: BayId,
  /** Where it was thought to stand until then, if that was another kiosk. */
  leftKioskId: z.optional(KioskId),
});
export type BikeFound = z.infer<typeof BikeFound>;

/**
 * What a kiosk caches of each of its neighbours and of itself: a retained message on `stationTopic`, published
 * whenever the counts change. Field names as in GBFS 3.0, station_status.
 */
export const StationStatus = z.object({
  station_id: KioskId,
  num_vehicles_available: z.int(),
  num_docks_available: z.int(),
  last_reported: Instant,
});
export type StationStatus = z.infer<typeof StationStatus>;
export const stationTopic = (city: string, kioskId: string) => `freewheel/${city}/stations/${kioskId}`;
