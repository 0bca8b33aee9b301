import type { Acquirers } from '../../../functions/payments/acquirer.ts';
import { authorizePayment } from '../../../functions/payments/authorize-payment.ts';
import { capturePayment } from '../../../functions/payments/capture-payment.ts';
import type {
  CapturePayment,
  PaymentEvent,
  PaymentState,
  PaymentsExported,
  Receipt,
  RefundPayment,
  RiderKind,
  Tariff,
} from '../../../functions/payments/contract.ts';
import { SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import { exportPayments } from '../../../functions/payments/export-payments.ts';
import type { Payment } from '../../../functions/payments/payment.ts';
import { dynamoPaymentBook, type PaymentBook, UNSETTLED_INDEX } from '../../../functions/payments/payment-book.ts';
import { refundPayment } from '../../../functions/payments/refund-payment.ts';
import { sandboxAcquirer } from '../../../functions/payments/sandbox-acquirer.ts';
import { type SandboxHold, sandboxKey } from '../../../functions/payments/sandbox-hold.ts';
import { settlePayment } from '../../../functions/payments/settle-payment.ts';
import { voidPayment } from '../../../functions/payments/void-payment.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import type { Reached } from '../bikes/town.ts';
import type { Dynamo } from '../dynamo.ts';
import { type RentalTokens, rentalTokens, type StandingClock, standingClock } from '../rental-tokens.ts';

export const TARIFF: Tariff = {
  resident: { currency: 'USD', unlockFee: 0, perMinute: 10, freeMinutes: 120, dailyCap: 1200 },
  visitor: { currency: 'USD', unlockFee: 100, perMinute: 15, freeMinutes: 0, dailyCap: 1800 },
  graceMinutes: 15,
  overdueMinutes: 1440,
  missingMinutes: 2880,
};

/** A rental's id, by a number of the test's choosing. */
export const rentalId = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
/** Ten in the morning and so many minutes. */
export const minute = (minutes: number) => new Date(Date.UTC(2026, 4, 1, 10, minutes)).toISOString();

/** A ride of so many minutes from ten on. */
export const ride = (minutes: number, slot = 1): CapturePayment['rides'][number] => ({
  slot,
  bikeId: `bike-${slot}`,
  startedAt: minute(0),
  endedAt: minute(minutes),
  isMissing: false,
});

/** The payments service, with its handlers as the cloud calls them, on tables of its own, and an acquirer. */
export interface Till {
  clock: StandingClock;
  tokens: RentalTokens;
  /** What was published, oldest first. */
  told: PaymentEvent[];
  /** What the bus does with the next events: a test may let it fail. */
  bus: { isDown: boolean };
  authorize(rental: number, asked?: { kind?: RiderKind; bikes?: number; card?: string | null }): Promise<PaymentState>;
  settle(rental: number, bikesHandedOver: number): Promise<PaymentState>;
  void(rental: number): Promise<PaymentState>;
  capture(rental: number, rides?: CapturePayment['rides'], missed?: CapturePayment['notHandedOver']): Promise<Receipt>;
  refund(rental: number, requestId: string, amount: number): Promise<Receipt>;
  unsettled(cursor?: string): Promise<PaymentsExported>;
  /** What our own books say, and what the sandbox's say. */
  payment(rental: number): Promise<Payment | undefined>;
  hold(rental: number): Promise<SandboxHold | undefined>;
  book: PaymentBook;
}

/** How the till's tables and its acquirer are reached: tests put faults and schedules in between. */
export type Access = Partial<Reached> & { acquirers?: Acquirers; claims?: Parameters<RentalTokens['mint']>[2] };

export async function till(
  dynamo: Dynamo,
  { reach = (items) => items, acquirers, claims }: Access = {},
): Promise<Till> {
  const table = await dynamo.createTable({ name: UNSETTLED_INDEX, partitionKey: 'unsettled', sortKey: 'changedAt' });
  const items = itemStore(dynamo.client, table);
  const sandboxItems = itemStore(dynamo.client, await dynamo.createTable());
  const clock = standingClock(minute(0));
  const tokens = rentalTokens(clock);
  const told: PaymentEvent[] = [];
  const bus = { isDown: false };
  const book = dynamoPaymentBook(dynamo.client, table, reach(items));
  const sandbox = sandboxAcquirer(reach(sandboxItems), clock);
  const deps = {
    book,
    acquirers: acquirers ?? (async () => sandbox),
    tokens: tokens.verifier,
    tariff: TARIFF,
    clock,
    publish: async (events: readonly { detail: object }[]) => {
      if (bus.isDown) throw new Error('The bus took no event.');
      told.push(...events.map(({ detail }) => detail as PaymentEvent));
    },
  };
  const rentalToken = (rental: number) => tokens.mint(rentalId(rental), 'market', claims);
  const refundOf = (rental: number, requestId: string, amount: number): RefundPayment => ({
    rentalId: rentalId(rental),
    requestId,
    amount,
    reason: 'The brakes failed.',
    operator: 'operator-1',
  });
  return {
    clock,
    tokens,
    told,
    bus,
    book,
    authorize: (rental, { kind = 'visitor', bikes = 1, card = SANDBOX_CARDS.good } = {}) =>
      authorizePayment(deps)({ rentalToken: rentalToken(rental), kind, bikes, paymentMethod: card }),
    settle: (rental, bikesHandedOver) => settlePayment(deps)({ rentalToken: rentalToken(rental), bikesHandedOver }),
    void: (rental) => voidPayment(deps)({ rentalToken: rentalToken(rental) }),
    capture: (rental, rides = [ride(30)], notHandedOver = []) =>
      capturePayment(deps)({ rentalToken: rentalToken(rental), rides, notHandedOver }),
    refund: (rental, requestId, amount) => refundPayment(deps)(refundOf(rental, requestId, amount)),
    unsettled: (cursor) => exportPayments(deps)(cursor === undefined ? {} : { cursor }),
    payment: (rental) => dynamoPaymentBook(dynamo.client, table).read(rentalId(rental)),
    hold: (rental) => sandboxItems.read<SandboxHold>(sandboxKey(`sandbox_${rentalId(rental)}`)),
  };
}
