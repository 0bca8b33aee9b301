import * as z from 'zod/mini';
import type { BikeEvent } from '../bikes/contract.ts';
import { BayId, BikeId, Instant, RentalId, Slot } from '../shared/fields.ts';
import type { FactType } from '../storage/contract.ts';
import { type BikeStep, RentalOutcome } from './contract.ts';

/** What one event says of a rental: a step of one of its bikes, or the state of its execution. */
export type Observation =
  | { of: 'bike'; step: BikeStep; slot: number; bikeId: string; bay: number; at: string }
  | { of: 'execution'; status: string; redrives: number; outcome?: RentalOutcome; reason?: string };

export interface Observed {
  rentalId: string;
  /** The same for the same happening, however often and under whichever event id it is told. */
  key: string;
  observation: Observation;
}

/**
 * How far a happening brings a bike: of bikes' events the four there are, of storage's facts those that say
 * something new of a rental. (A door's command begins after the bike has moved, which is known by then.)
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
  ['TripStarted', 'onTrip'],
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

function seenOfBike({ type, rentalId, slot, bikeId, bay, at }: z.infer<typeof Happening>): Observed | undefined {
  const step = STEPS.get(type as FactType);
  if (!step) return undefined;
  const observation: Observation = { of: 'bike', step, slot, bikeId, bay, at };
  return { rentalId, key: `${step}/${slot}/${bikeId}/${at}`, observation };
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
 * Reads what the detail of an event says of a rental, be it bikes', storage's, or of the execution of the
 * workflow `rentalArn`; undefined when it says nothing.
 */
export function observe(detail: unknown, rentalArn: string): Observed | undefined {
  const change = StatusChange.safeParse(detail).data;
  if (change) return change.stateMachineArn === rentalArn ? seenOfExecution(change) : undefined;
  const happening = Happening.safeParse(detail).data;
  return happening && seenOfBike(happening);
}
