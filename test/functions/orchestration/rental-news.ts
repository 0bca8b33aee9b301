import type { BikeEvent } from '../../../functions/bikes/contract.ts';
import type { RentalOutcome } from '../../../functions/orchestration/contract.ts';
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
export function fact(type: FactType, slot: number, second: number, kind: CommandKind = 'move', change: object = {}) {
  const common = { seq: ++seq, thing: 'harbour', kioskId: 'harbour', rentalId: RENTAL_ID, at: at(second) };
  return { type, commandId: commandId(RENTAL_ID, slot, kind), ...common, ...bikeOf(slot), ...change };
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
  fact('CommandBegun', slot, 5, 'openUntilTaken'),
  fact('DoorOpened', slot, 6, 'openUntilTaken'),
  fact('BikeTaken', slot, 7, 'openUntilTaken'),
  bikeEvent('TripStarted', slot, 7),
];

export const handedOver = (...slots: number[]): RentalOutcome => ({
  outcome: 'handedOver',
  bikes: slots.map((slot) => ({ slot, bikeId: `HB-${slot}`, outcome: 'handedOver' })),
});
