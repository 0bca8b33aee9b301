import * as z from 'zod/mini';
import type { BikeEvent } from '../bikes/contract.ts';
import { PaymentEvent } from '../payments/contract.ts';
import { BayId, BikeId, Instant, KioskId, RentalId, Slot } from '../shared/fields.ts';
import type { FactType } from '../storage/contract.ts';
import { attemptOf } from './attempt.ts';
import { type BikeStep, RentalOutcome } from './contract.ts';

/** A step of one of a rental's bikes. */
export interface BikeSeen {
  of: 'bike';
  step: BikeStep;
  slot: number;
  bikeId: string;
  bay: number;
  at: string;
  /** Of the hand-over, from 1, where it is the machine that tells. */
  attempt?: number;
  /** Where the bike came back to. */
  kioskId?: string;
}

/** How the payment stood after what happened at `at`. */
export type PaymentSeen = { of: 'payment' } & Omit<PaymentEvent, 'rentalId'>;

/** The state of the rental's execution. */
export interface ExecutionSeen {
  of: 'execution';
  status: string;
  redrives: number;
  outcome?: RentalOutcome;
  reason?: string;
}

/** What one event says of a rental. */
export type Observation = BikeSeen | PaymentSeen | ExecutionSeen;

export interface Observed {
  rentalId: string;
  /** The same for the same happening, however often and under whichever event id it is told. */
  key: string;
  observation: Observation;
}

/**
 * How far a happening brings a bike: of bikes' events all but what they mean for the next rider, of storage's facts
 * those that say something new of a rental. (A door's command begins after the bike has moved, which is known by
 * then.)
 */
const STEPS = new Map<BikeEvent['type'] | FactType, BikeStep>([
  ['BikeReserved', 'reserved'],
  ['CommandBegun', 'moving'],
  ['BikeAtHatch', 'atHatch'],
  ['DoorOpened', 'doorOpen'],
  ['BikeTaken', 'taken'],
  ['BikeNotTaken', 'notTaken'],
  ['CommandRefused', 'failed'],
  ['CommandFailed', 'failed'],
  ['BikeReleased', 'released'],
  ['BikeCheckedOut', 'checkedOut'],
  ['PhotoStored', 'photographed'],
  ['PhotoMissing', 'notPhotographed'],
  ['TripStarted', 'onTrip'],
  ['BikeOverdue', 'overdue'],
  ['BikeMissing', 'missing'],
  ['TripEnded', 'returned'],
]);

/** What bikes' events and storage's facts of a rental have in common. Facts of no rental do not fit. */
const Happening = z.object({
  type: z.string(),
  at: Instant,
  rentalId: RentalId,
  slot: Slot,
  bikeId: BikeId,
  bay: BayId,
  kioskId: KioskId,
  commandId: z.optional(z.string()),
});

/** The detail of `Step Functions Execution Status Change` (Step Functions Developer Guide, "EventBridge"). */
const StatusChange = z.object({
  stateMachineArn: z.string(),
  name: RentalId,
  status: z.string(),
  output: z.nullish(z.string()),
  error: z.nullish(z.string()),
  redriveCount: z.nullish(z.int()),
});

function seenOfBike(happening: z.infer<typeof Happening>): Observed | undefined {
  const { type, rentalId, slot, bikeId, bay, at, kioskId, commandId } = happening;
  const step = STEPS.get(type as FactType);
  if (!step) return undefined;
  const attempt = commandId && attemptOf(commandId, rentalId, slot);
  const observation: Observation = {
    ...{ of: 'bike', step, slot, bikeId, bay, at },
    ...(attempt && { attempt }),
    ...(step === 'returned' && { kioskId }),
  };
  const again = attempt && attempt > 1 ? `/${attempt}` : '';
  return { rentalId, key: `${step}/${slot}/${bikeId}/${at}${again}`, observation };
}

/** Two refunds of one moment are two: what was given back until then tells them apart. */
function seenOfPayment({ rentalId, ...told }: PaymentEvent): Observed {
  const { type, status, at, receipt } = told;
  const key = `${type}/${status}/${receipt?.refunded ?? 0}/${at}`;
  return { rentalId, key, observation: { of: 'payment', ...told } };
}

/** The execution's input is left where it is: the rental token is in it. */
function seenOfExecution({ name, status, output, error, redriveCount }: z.infer<typeof StatusChange>): Observed {
  const redrives = redriveCount ?? 0;
  const outcome = output ? RentalOutcome.safeParse(JSON.parse(output)).data : undefined;
  const observation: Observation = {
    of: 'execution',
    status,
    redrives,
    ...(outcome && { outcome }),
    ...(error && { reason: error }),
  };
  return { rentalId: name, key: `${status}/${redrives}`, observation };
}

/**
 * Reads what the detail of an event says of a rental, be it bikes', storage's, payments', or of the execution of the
 * workflow `rentalArn`; undefined when it says nothing. The ride's execution bears the rental's name too, and says
 * nothing of how the rental went.
 */
export function observe(detail: unknown, rentalArn: string): Observed | undefined {
  const change = StatusChange.safeParse(detail).data;
  if (change) return change.stateMachineArn === rentalArn ? seenOfExecution(change) : undefined;
  const payment = PaymentEvent.safeParse(detail).data;
  if (payment) return seenOfPayment(payment);
  const happening = Happening.safeParse(detail).data;
  return happening && seenOfBike(happening);
}
