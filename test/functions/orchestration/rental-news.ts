import type { BikeEvent } from '../../../functions/bikes/contract.ts';
import type { RentalOutcome } from '../../../functions/orchestration/contract.ts';
import { type Observation, observe } from '../../../functions/orchestration/observation.ts';
import { rentalView } from '../../../functions/orchestration/rental-view.ts';
import type { PaymentEvent, Receipt } from '../../../functions/payments/contract.ts';
import { type CommandKind, commandId, type FactType } from '../../../functions/storage/contract.ts';

export const RENTAL_ID = '11111111-1111-4111-8111-111111111111';
export const RENTAL_ARN = 'arn:aws:states:eu-west-1:000000000000:stateMachine:rental';

const bikeOf = (slot: number) => ({ slot, bikeId: `HB-${slot}`, bay: 10 + slot });
/** Seconds after noon. */
export const at = (second: number) => new Date(Date.parse('2026-05-01T12:00:00Z') + second * 1000).toISOString();

export function bikeEvent(
  type: BikeEvent['type'],
  slot: number,
  second: number,
  change: Partial<BikeEvent> = {},
): BikeEvent {
  return { type, at: at(second), rentalId: RENTAL_ID, kioskId: 'harbour', ...bikeOf(slot), ...change };
}

let seq = 0;
export function fact(
  type: FactType,
  slot: number,
  second: number,
  kind: CommandKind = 'move',
  { attempt = 1, ...change }: { attempt?: number; [field: string]: unknown } = {},
) {
  const common = { seq: ++seq, thing: 'harbour', kioskId: 'harbour', rentalId: RENTAL_ID, at: at(second) };
  return { type, commandId: commandId(RENTAL_ID, slot, kind, attempt), ...common, ...bikeOf(slot), ...change };
}

/** What a rider reads at the end: one ride of `total` for each slot, of which `refunded` was given back since. */
export const receiptOf = (slots: number[], total: number, refunded = 0): Receipt => ({
  rentalId: RENTAL_ID,
  kind: 'visitor',
  currency: 'EUR',
  lines: slots.map((slot) => ({
    ...{ slot, bikeId: `HB-${slot}`, startedAt: at(7), endedAt: at(900), isMissing: false },
    ...{ minutes: 15, freeMinutes: 0, graceMinutes: 0, amount: total / slots.length },
  })),
  ...{ notHandedOver: [], total, authorized: 2400, captured: total, refunded, outstanding: 0, issuedAt: at(901) },
});

const STATUS_AFTER = {
  PaymentAuthorized: 'authorized',
  PaymentDeclined: 'declined',
  PaymentVoided: 'voided',
  PaymentCaptured: 'captured',
  PaymentRefunded: 'captured',
} as const;

export function paymentEvent(
  type: PaymentEvent['type'],
  second: number,
  change: Partial<PaymentEvent> = {},
): PaymentEvent {
  const held = { authorized: 2400, currency: 'EUR' };
  return { type, at: at(second), rentalId: RENTAL_ID, status: STATUS_AFTER[type], ...held, ...change };
}

/** The detail of `Step Functions Execution Status Change`, as in the Step Functions Developer Guide. */
export function execution(status: string, output?: RentalOutcome, change: object = {}) {
  return {
    executionArn: `${RENTAL_ARN.replace('stateMachine', 'execution')}:${RENTAL_ID}`,
    stateMachineArn: RENTAL_ARN,
    name: RENTAL_ID,
    status,
    startDate: 1_777_636_800_000,
    stopDate: status === 'RUNNING' ? null : 1_777_636_900_000,
    input: JSON.stringify({ rentalToken: 'secret.rental.token' }),
    output: output ? JSON.stringify(output) : null,
    error: null,
    cause: null,
    redriveCount: 0,
    ...change,
  };
}

/** What is told of a bike that is handed over as it should be. */
export const handOver = (slot: number) => [
  bikeEvent('BikeReserved', slot, 1),
  fact('CommandBegun', slot, 2),
  fact('CommandProgressed', slot, 3),
  fact('BikeAtHatch', slot, 4),
  bikeEvent('BikeCheckedOut', slot, 4),
  bikeEvent('PhotoStored', slot, 5),
  fact('CommandBegun', slot, 5, 'openUntilTaken'),
  fact('DoorOpened', slot, 6, 'openUntilTaken'),
  fact('BikeTaken', slot, 7, 'openUntilTaken'),
  bikeEvent('TripStarted', slot, 7),
];

export const handedOver = (...slots: number[]): RentalOutcome => ({
  outcome: 'handedOver',
  bikes: slots.map((slot) => ({ slot, bikeId: `HB-${slot}`, outcome: 'handedOver' })),
});

/** The map of what was seen, filled in the order in which the events came. */
export function seenOf(details: unknown[]): Record<string, Observation> {
  const seen: Record<string, Observation> = {};
  for (const detail of details) {
    const observed = observe(detail, RENTAL_ARN);
    if (observed) seen[observed.key] = observed.observation;
  }
  return seen;
}

/** The view of a rental of two bikes of which this was told. */
export const viewOf = (...details: unknown[]) =>
  rentalView({ rentalId: RENTAL_ID, kioskId: 'harbour', bikes: 2, requestedAt: at(0), seen: seenOf(details) });
