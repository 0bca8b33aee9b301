import * as z from 'zod/mini';
import { RiderNote, SealedCredential, VerifiedRider } from '../identity/contract.ts';
import { Fare, PaymentMethod, PaymentStatus, Receipt, RiderKind } from '../payments/contract.ts';
import {
  BayId,
  BikeId,
  CurrencyCode,
  Instant,
  KioskId,
  MinorUnits,
  RentalId,
  RiderRef,
  SessionId,
  SignedToken,
  Slot,
} from '../shared/fields.ts';

/** What the rider learns after the first prompt. */
export const Offer = z.object({
  /** The most that the rider may answer to the second prompt, right now and here. */
  bikesMax: z.int().check(z.minimum(0)),
  bikesAvailable: z.int().check(z.minimum(0)),
  bikesOut: z.int().check(z.minimum(0)),
  fare: Fare,
});
export type Offer = z.infer<typeof Offer>;

/** Input and output of the workflow `admission`. */
export const AdmissionInput = z.object({
  credential: SealedCredential,
  kioskId: KioskId,
  sessionId: SessionId,
  rentalToken: z.optional(SignedToken),
});
export type AdmissionInput = z.infer<typeof AdmissionInput>;
export const Admission = z.object({
  rider: VerifiedRider,
  offer: Offer,
});
export type Admission = z.infer<typeof Admission>;

export const OpenSession = z.object({ kioskId: KioskId, credential: SealedCredential });
export type OpenSession = z.infer<typeof OpenSession>;
export const OpenedSession = z.object({
  sessionId: SessionId,
  expiresAt: Instant,
  rider: z.object({ kind: RiderKind, partyLimit: z.int(), note: z.optional(RiderNote) }),
  offer: Offer,
});
export type OpenedSession = z.infer<typeof OpenedSession>;

export const StartRental = z.object({
  rentalId: RentalId,
  sessionId: SessionId,
  kioskId: KioskId,
  bikes: z.int().check(z.minimum(1), z.maximum(20)),
  /** A visitor's tap of a card. */
  paymentMethod: z.optional(PaymentMethod),
});
export type StartRental = z.infer<typeof StartRental>;
/** The stored answer: a repeated request gets this one, to the letter. */
export const StartedRental = z.object({
  rentalId: RentalId,
  kioskId: KioskId,
  bikes: z.int(),
  requestedAt: Instant,
});
export type StartedRental = z.infer<typeof StartedRental>;

/** Input of the workflow `rental`. */
export const RentalInput = z.object({
  rentalId: RentalId,
  kioskId: KioskId,
  partyRef: RiderRef,
  partyLimit: z.int(),
  bikes: z.int(),
  kind: RiderKind,
  /** Null for residents, who give no card: a definition finds every field that it names. */
  paymentMethod: z.nullable(PaymentMethod),
  rentalToken: SignedToken,
});
export type RentalInput = z.infer<typeof RentalInput>;
/** Output of the workflow `rental`. */
export const RentalOutcome = z.object({
  outcome: z.enum(['handedOver', 'partlyHandedOver', 'refused']),
  bikes: z.array(
    z.object({
      slot: Slot,
      bikeId: z.optional(BikeId),
      outcome: z.enum(['handedOver', 'released']),
      reason: z.optional(z.string()),
    }),
  ),
  /** The error's name, where nothing could be handed over. */
  reason: z.optional(z.string()),
});
export type RentalOutcome = z.infer<typeof RentalOutcome>;

export const VouchForRider = z.object({
  rentalToken: SignedToken,
  kioskId: KioskId,
  slot: Slot,
  bikeId: BikeId,
  bay: BayId,
  /** Of the hand-over of this slot, from 1: the token is bound to the commands of just this one. */
  attempt: z._default(z.int().check(z.minimum(1)), 1),
});
export type VouchForRider = z.infer<typeof VouchForRider>;
export const Vouched = z.object({ bikeToken: SignedToken });
export type Vouched = z.infer<typeof Vouched>;

export const ReadRental = z.object({ rentalId: RentalId, kioskId: KioskId });
export type ReadRental = z.infer<typeof ReadRental>;

/** How far a bike of a rental has come. */
export const BikeStep = z.enum([
  'reserved',
  'moving',
  'atHatch',
  'checkedOut',
  'photographed',
  'notPhotographed',
  'doorOpen',
  'taken',
  'onTrip',
  'overdue',
  'missing',
  'returned',
  'notTaken',
  'failed',
  'released',
]);
export type BikeStep = z.infer<typeof BikeStep>;

/** The one view of a rental: what the services told of it, collated. */
export const RentalView = z.object({
  rentalId: RentalId,
  kioskId: KioskId,
  status: z.enum(['requested', 'preparing', 'handedOver', 'partlyHandedOver', 'refused', 'failed', 'returned']),
  bikesAsked: z.int(),
  requestedAt: Instant,
  bikes: z.array(
    z.object({
      slot: Slot,
      bikeId: BikeId,
      bay: BayId,
      step: BikeStep,
      steps: z.array(z.object({ step: BikeStep, at: Instant })),
    }),
  ),
  reason: z.optional(z.string()),
  /** What payments told last. Absent until it has. */
  payment: z.optional(
    z.object({
      status: PaymentStatus,
      authorized: MinorUnits,
      currency: CurrencyCode,
      receipt: z.optional(Receipt),
    }),
  ),
  /** Grows with everything that is learnt: of two views the one with the higher revision is the newer. */
  revision: z.int(),
});
export type RentalView = z.infer<typeof RentalView>;
/** Where a kiosk hears of its rentals: a `RentalView` each time one changes. */
export const rentalTopic = (city: string, thing: string, rentalId: string) =>
  `freewheel/${city}/kiosks/${thing}/rentals/${rentalId}`;

/** The token request of RFC 7523, section 2.1, once decoded. */
export const IssueKioskToken = z.object({ assertion: SignedToken });
export type IssueKioskToken = z.infer<typeof IssueKioskToken>;
/** RFC 6749, section 5.1. */
export const IssuedToken = z.object({
  access_token: SignedToken,
  token_type: z.literal('Bearer'),
  expires_in: z.int(),
});
export type IssuedToken = z.infer<typeof IssuedToken>;

/** Makes a kiosk known: the thing it is in IoT, and the public half of its device key (a P-256 JWK). */
export const RegisterKiosks = z.object({
  kiosks: z.array(
    z.object({
      kioskId: KioskId,
      thing: z.string(),
      publicKey: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
    }),
  ),
});
export type RegisterKiosks = z.infer<typeof RegisterKiosks>;
export const KiosksRegistered = z.object({ kiosks: z.int() });
export type KiosksRegistered = z.infer<typeof KiosksRegistered>;

/** For reconciliation: every kiosk, in groups that are compared together. */
export const ExportKiosks = z.object({});
export type ExportKiosks = z.infer<typeof ExportKiosks>;
export const KiosksExported = z.object({ shards: z.array(z.object({ kioskIds: z.array(KioskId) })) });
export type KiosksExported = z.infer<typeof KiosksExported>;

/** For reconciliation: how far rentals have come. Of their riders it says nothing. */
export const ExportRentals = z.object({ rentalIds: z.array(RentalId) });
export type ExportRentals = z.infer<typeof ExportRentals>;
/**
 * `requested`: nothing was seen of its workflow yet. `open`: it is handed over or ridden, or an operator has it after
 * bikes were taken. `ended`: nothing goes on for it any more, and all that was taken is back.
 */
export const RentalStanding = z.enum(['requested', 'open', 'ended']);
export type RentalStanding = z.infer<typeof RentalStanding>;
/** Rentals that nobody asked for are left out. */
export const RentalsExported = z.object({
  rentals: z.array(
    z.object({
      rentalId: RentalId,
      status: RentalStanding,
      /** How many bikes were taken, whatever became of them. */
      bikesTaken: z.int(),
      /** The newest that is known of it. */
      changedAt: Instant,
    }),
  ),
});
export type RentalsExported = z.infer<typeof RentalsExported>;
