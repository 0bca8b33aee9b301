import * as z from 'zod/mini';
import { BayId, BikeId, Instant, KioskId, PhotoId, RentalId, RiderRef, SignedToken, Slot } from '../shared/fields.ts';

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

export const LookUpAvailability = z.object({
  kioskId: KioskId,
  partyRef: RiderRef,
  /** The rental has begun, and goes on also where the kiosk has meanwhile stopped renting. */
  isUnderWay: z.optional(z.boolean()),
});
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

/**
 * Asks for another way after the machine failed with a bike. A jam is tried once more; after that, or where the bike was
 * not where it should be, the bike is withdrawn and the next one that stands at the kiosk takes its place.
 */
export const SwapBike = z.object({
  rentalToken: SignedToken,
  kioskId: KioskId,
  slot: Slot,
  bikeId: BikeId,
  bay: BayId,
  /** Which attempt has failed, from 1. A repeated command gets the same answer. */
  attempt: z.int().check(z.minimum(1)),
  /** The name of the error that ended the attempt. */
  reason: z.string(),
});
export type SwapBike = z.infer<typeof SwapBike>;
export const BikeSwapped = z.object({ slot: Slot, bikeId: BikeId, bay: BayId, attempt: z.int() });
export type BikeSwapped = z.infer<typeof BikeSwapped>;

/** The bike stands in the hatch: it leaves the kiosk's list, and its photo is asked for, for which the task waits. */
export const CheckOutBike = z.object({
  taskToken: z.string().check(z.minLength(1)),
  rentalToken: SignedToken,
  kioskId: KioskId,
  slot: Slot,
  bikeId: BikeId,
  bay: BayId,
});
export type CheckOutBike = z.infer<typeof CheckOutBike>;
/** Waits until the bike of a slot is back. */
export const AwaitReturn = z.object({
  taskToken: z.string().check(z.minLength(1)),
  rentalToken: SignedToken,
  slot: Slot,
});
export type AwaitReturn = z.infer<typeof AwaitReturn>;
/** What the waiting task gets: the ride from sensor to sensor. */
export const BikeReturned = z.object({
  slot: Slot,
  bikeId: BikeId,
  startedAt: Instant,
  endedAt: Instant,
  noDockAt: z.optional(Instant),
});
export type BikeReturned = z.infer<typeof BikeReturned>;

/** The tariff's limit has passed, and the bike is still out. */
export const ReportOverdue = z.object({ rentalToken: SignedToken, slot: Slot });
export type ReportOverdue = z.infer<typeof ReportOverdue>;
/** The bike has not come back: it is missing, its rider's party has a place again, and the ride ends now. */
export const ReportMissing = z.object({ rentalToken: SignedToken, slot: Slot });
export type ReportMissing = z.infer<typeof ReportMissing>;
/** The ride as it is priced. Where the bike came back after all, meanwhile, it is a ride like any other. */
export const MissingReported = z.extend(BikeReturned, { isMissing: z.boolean() });
export type MissingReported = z.infer<typeof MissingReported>;

/** Where on a bike something is wrong: the second of the two taps of a report. */
export const BikePart = z.enum(['brakes', 'tyres', 'chain', 'lights', 'saddle', 'frame', 'other']);
export type BikePart = z.infer<typeof BikePart>;
/** How bad it is, in the eyes of whoever rode it: the mildest first. */
export const DamageSeverity = z.enum(['rideable', 'hardToRide', 'dangerous']);
export type DamageSeverity = z.infer<typeof DamageSeverity>;
/**
 * A rider says at the kiosk, on returning a bike, what is wrong with it. `reportId` is minted there. The part is told at
 * once, and the same report again as its rider goes on: what was left open is added, and what was said stays.
 */
export const ReportDamage = z.object({
  reportId: z.uuid(),
  kioskId: KioskId,
  bikeId: BikeId,
  part: BikePart,
  at: Instant,
  severity: z.optional(DamageSeverity),
  /** The rider sends the picture along that the kiosk has taken of the bike. */
  hasPhoto: z.optional(z.boolean()),
});
export type ReportDamage = z.infer<typeof ReportDamage>;
/**
 * Whether the bike was taken out of the offer at once: a bike whose brakes may fail is. `photoId`: of the photo that goes
 * with the report, which the kiosk may put in its place now (`GrantUpload`).
 */
export const DamageRecorded = z.object({
  reportId: z.uuid(),
  isWithdrawn: z.boolean(),
  photoId: z.optional(PhotoId),
});
export type DamageRecorded = z.infer<typeof DamageRecorded>;

/** Where on Earth: WGS 84, degrees. */
export const Position = z.object({
  lat: z.number().check(z.minimum(-90), z.maximum(90)),
  lon: z.number().check(z.minimum(-180), z.maximum(180)),
});
export type Position = z.infer<typeof Position>;

/** A kiosk nearby, by the way on foot in metres and whole minutes: distances are a city's own, and seldom change. */
export const Neighbour = z.object({ kioskId: KioskId, metres: z.int(), minutes: z.int() });
export type Neighbour = z.infer<typeof Neighbour>;

/**
 * Takes kiosks and bikes of a city into the inventory. A bike that is there already stays as it is; of a kiosk that is,
 * name, position, bays and neighbours become those that are told.
 */
export const ImportFleet = z.object({
  kiosks: z.array(
    z.object({
      ...{ kioskId: KioskId, bays: z.int(), name: z.string(), position: Position },
      /** The part of the city that it stands in, where the city has parts. */
      regionId: z.optional(z.string()),
      neighbours: z.optional(z.array(Neighbour)),
    }),
  ),
  bikes: z.array(z.object({ bikeId: BikeId, kioskId: KioskId, bay: BayId })),
});
export type ImportFleet = z.infer<typeof ImportFleet>;
/** How many were new. */
export const FleetImported = z.object({ kiosks: z.int(), bikes: z.int() });
export type FleetImported = z.infer<typeof FleetImported>;

/** The source of bikes' events. The detail type is the detail's `type`. */
export const BIKE_EVENTS = 'freewheel.bikes';
/**
 * What a rental does to a bike. `BikeWithdrawn`: it is in the state `non_operational` until somebody has seen to it.
 * `BikeTakenBeside`: a second bike has left on a place of the rental, whose trip is with the first.
 */
export const BikeEvent = z.object({
  type: z.enum([
    'BikeReserved',
    'BikeReleased',
    'BikeWithdrawn',
    'BikeCheckedOut',
    'PhotoStored',
    'PhotoMissing',
    'TripStarted',
    'BikeTakenBeside',
    'BikeOverdue',
    'BikeMissing',
    'TripEnded',
  ]),
  at: Instant,
  bikeId: BikeId,
  kioskId: KioskId,
  bay: BayId,
  rentalId: RentalId,
  slot: Slot,
  /** Of a trip that has ended, and nobody knows where: the place is the one at which it began. */
  isUnseen: z.optional(z.boolean()),
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
  /** The ride that was ended by no sensor, and later than this: its rider may have paid for longer than they rode. */
  endedLate: z.optional(z.object({ rentalId: RentalId, slot: Slot, endedAt: Instant })),
});
export type BikeFound = z.infer<typeof BikeFound>;

/** A rider has said that something is wrong with a bike. */
export const DamageReported = z.object({
  type: z.literal('DamageReported'),
  at: Instant,
  reportId: z.uuid(),
  bikeId: BikeId,
  kioskId: KioskId,
  part: BikePart,
  isWithdrawn: z.boolean(),
  severity: z.optional(DamageSeverity),
  /** Of the photo that goes with it, which may still be on its way. */
  photoId: z.optional(PhotoId),
});
export type DamageReported = z.infer<typeof DamageReported>;

/**
 * What a kiosk caches of each of its neighbours and of itself: a retained message on `stationTopic`, published
 * whenever the counts change. Field names as in GBFS 3.0, station_status.
 */
export const StationStatus = z.object({
  station_id: KioskId,
  num_vehicles_available: z.int(),
  num_docks_available: z.int(),
  /** The kiosk's own last word. */
  last_reported: Instant,
  is_installed: z.optional(z.boolean()),
  is_renting: z.optional(z.boolean()),
  is_returning: z.optional(z.boolean()),
  /** Whether anything was heard of the kiosk lately. Where not, it is said to rent nothing and take no returns. */
  is_in_contact: z.optional(z.boolean()),
  /** When the counts were true, by the cloud's clock: of two messages the later one counts. */
  as_of: z.optional(Instant),
  /** The bays whose bikes nobody may have now: reserved, or out of service. For the kiosk itself, which counts bikes. */
  bays_withheld: z.optional(z.array(BayId)),
  /** The bays that operators keep from riders, in order. For the kiosk itself, which brings no bike there. */
  bays_quarantined: z.optional(z.array(BayId)),
});
export type StationStatus = z.infer<typeof StationStatus>;
export const stationTopic = (city: string, kioskId: string) => `freewheel/${city}/stations/${kioskId}`;
