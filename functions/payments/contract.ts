import * as z from 'zod/mini';
import { BikeId, CurrencyCode, Instant, MinorUnits, RentalId, SignedToken, Slot } from '../shared/fields.ts';

/** A city's prices for one kind of rider, in minor units. */
export const Fare = z.object({
  currency: CurrencyCode,
  unlockFee: MinorUnits,
  perMinute: MinorUnits,
  freeMinutes: z.int().check(z.minimum(0)),
  /** The most that one bike can cost in 24 hours. */
  dailyCap: MinorUnits,
});
export type Fare = z.infer<typeof Fare>;

/** Residents ride free for their fare's free minutes without giving a card; visitors pay by card. */
export const RiderKind = z.enum(['resident', 'visitor']);
export type RiderKind = z.infer<typeof RiderKind>;

export const Tariff = z.object({
  resident: Fare,
  visitor: Fare,
  /** Minutes that nobody pays for after a kiosk had no free dock for the bike. */
  graceMinutes: z.int().check(z.minimum(0)),
  /** A bike that is out for longer is overdue: its rider is reminded. */
  overdueMinutes: z.int().check(z.minimum(1)),
  /** A bike that is out for longer still is missing: its ride ends, and it is looked for. */
  missingMinutes: z.int().check(z.minimum(1)),
});
export type Tariff = z.infer<typeof Tariff>;

export const QuoteFare = z.object({ kind: RiderKind });
export type QuoteFare = z.infer<typeof QuoteFare>;

/** The acquirer's reader's own name for a tap of a card: it means something to the acquirer alone, and is no card number. */
export const PaymentMethod = z.string().check(z.regex(/^[A-Za-z0-9_-]{3,255}$/, 'must be a payment method'));

/**
 * Cards of the sandbox acquirer, by what they do. The first two are Stripe's own test cards, so that a simulated
 * reader serves a Stripe account in test mode as well (Stripe, "Test cards").
 */
export const SANDBOX_CARDS = {
  good: 'pm_card_visa',
  declined: 'pm_card_visa_chargeDeclined',
  /** The acquirer holds the money, and its answer is lost. */
  timesOut: 'pm_sandbox_timesOut',
  /** The acquirer answers the first request for a hold with a fault, and the second well. */
  secondAttempt: 'pm_sandbox_secondAttempt',
  /** The acquirer captures, and its answer is lost. */
  captureTimesOut: 'pm_sandbox_captureTimesOut',
  /** The acquirer says of every capture that it was made already, as it does of a repeat. */
  answersTwice: 'pm_sandbox_answersTwice',
} as const;

/** Holds bikes × the daily cap on the rider's card, once for a rental; residents give no card, and are answered `free`. */
export const AuthorizePayment = z.object({
  rentalToken: SignedToken,
  kind: RiderKind,
  bikes: z.int().check(z.minimum(1), z.maximum(20)),
  paymentMethod: z.nullish(PaymentMethod),
});
export type AuthorizePayment = z.infer<typeof AuthorizePayment>;

export const PaymentStatus = z.enum([
  /** Written down before the acquirer is asked: nobody knows yet whether it holds anything. */
  'authorizing',
  'authorized',
  'declined',
  'capturing',
  'captured',
  'voiding',
  'voided',
  /** There is nothing to hold: a resident, who gave no card. */
  'free',
]);
export type PaymentStatus = z.infer<typeof PaymentStatus>;

/** How a payment stands. `authorized` is the amount held. */
export const PaymentState = z.object({ status: PaymentStatus, authorized: MinorUnits, currency: CurrencyCode });
export type PaymentState = z.infer<typeof PaymentState>;

/** After the hand-over: a hold for which no bike was handed over is voided, any other stays for the ride. */
export const SettlePayment = z.object({ rentalToken: SignedToken, bikesHandedOver: z.int().check(z.minimum(0)) });
export type SettlePayment = z.infer<typeof SettlePayment>;

/** Gives back whatever is held for a rental, also where it is not known whether anything is. What was captured stays. */
export const VoidPayment = z.object({ rentalToken: SignedToken });
export type VoidPayment = z.infer<typeof VoidPayment>;

/** A ride of one bike, from sensor to sensor. */
export const Ride = z.object({
  slot: Slot,
  bikeId: BikeId,
  startedAt: Instant,
  endedAt: Instant,
  /** Of the ride's end nobody is sure: the bike is missing. */
  isMissing: z._default(z.boolean(), false),
  /** When a kiosk first had no free dock for the bike. */
  noDockAt: z.optional(Instant),
});
export type Ride = z.infer<typeof Ride>;

/** A bike that was asked for and not handed over: the error's name says why. */
export const NotHandedOver = z.object({ slot: Slot, reason: z.string() });
export type NotHandedOver = z.infer<typeof NotHandedOver>;

/** Gives back what is held for a rental that has ended without a ride, as reconciliation found. */
export const ReclaimHold = z.object({ rentalId: RentalId });
export type ReclaimHold = z.infer<typeof ReclaimHold>;

/** Prices the rides of a rental, and captures that much of what is held, once. */
export const CapturePayment = z.object({
  rentalToken: SignedToken,
  rides: z.array(Ride),
  notHandedOver: z.array(NotHandedOver),
});
export type CapturePayment = z.infer<typeof CapturePayment>;

/** What a rider reads at the end. All amounts in minor units. */
export const Receipt = z.object({
  rentalId: RentalId,
  kind: RiderKind,
  currency: CurrencyCode,
  lines: z.array(
    z.object({
      slot: Slot,
      bikeId: BikeId,
      startedAt: Instant,
      endedAt: Instant,
      isMissing: z.boolean(),
      /** Begun minutes from sensor to sensor. */
      minutes: z.int(),
      /** Of those, the minutes that nobody pays for: the tariff's free ones, and grace for want of a dock. */
      freeMinutes: z.int(),
      graceMinutes: z.int(),
      amount: MinorUnits,
    }),
  ),
  notHandedOver: z.array(NotHandedOver),
  /** The prices by which it was reckoned, for the rider to check. */
  fare: z.optional(Fare),
  total: MinorUnits,
  /** What was held on the card, and what was taken of it. */
  authorized: MinorUnits,
  captured: MinorUnits,
  refunded: MinorUnits,
  /** What the total is above the capture: the city bills it, no card is charged for it. */
  outstanding: MinorUnits,
  issuedAt: Instant,
});
export type Receipt = z.infer<typeof Receipt>;

/** An operator gives money back. The request's id makes a repeat harmless. */
export const RefundPayment = z.object({
  rentalId: RentalId,
  requestId: z.uuid(),
  amount: z.int().check(z.minimum(1)),
  reason: z.string().check(z.minLength(3), z.maxLength(500)),
  operator: z.string().check(z.minLength(1), z.maxLength(100)),
});
export type RefundPayment = z.infer<typeof RefundPayment>;

/** The source of payments' events; the detail type is the detail's `type`. */
export const PAYMENT_EVENTS = 'freewheel.payments';
export const PaymentEvent = z.object({
  type: z.enum(['PaymentAuthorized', 'PaymentDeclined', 'PaymentVoided', 'PaymentCaptured', 'PaymentRefunded']),
  at: Instant,
  rentalId: RentalId,
  status: PaymentStatus,
  authorized: MinorUnits,
  currency: CurrencyCode,
  /** From the capture on. Residents have one too: it says what was free. */
  receipt: z.optional(Receipt),
});
export type PaymentEvent = z.infer<typeof PaymentEvent>;

/** One page of the payments that are not settled, for reconciliation: `authorizing`, `authorized`, `capturing`, `voiding`. */
export const ExportPayments = z.object({ cursor: z.optional(z.string()) });
export type ExportPayments = z.infer<typeof ExportPayments>;
export const PaymentsExported = z.object({
  payments: z.array(
    z.object({ rentalId: RentalId, status: PaymentStatus, authorized: MinorUnits, changedAt: Instant }),
  ),
  cursor: z.optional(z.string()),
});
export type PaymentsExported = z.infer<typeof PaymentsExported>;
