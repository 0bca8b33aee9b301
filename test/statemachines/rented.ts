import type { JsonObject } from '../../local/states/json.ts';
import { answers, type Rehearsal, rehearse, reports, type Script } from './rehearsal.ts';

export const TAKEN_AT = '2026-05-01T10:02:00.000Z';
export const ALREADY_EXISTS = 'StepFunctions.ExecutionAlreadyExistsException';
/** What starting a workflow comes to that is not there: to a definition an outage like any other. */
export const MISSING = 'StepFunctions.StateMachineDoesNotExistException';

/** The edges along which all rentals so far have gone. */
export const went: string[] = [];
export const bike = (slot: number) => ({ slot, bikeId: `bike-${slot}`, bay: slot });
export const reserved = (bikes: number) =>
  answers({ bikes: Array.from({ length: bikes }, (_, index) => bike(index + 1)) });
export const done = (commandId: string) => reports({ commandId, at: TAKEN_AT });

/** What each function does where all goes well. The bikes stay out. */
export const WELL: Script = {
  AuthorizePayment: [answers({ status: 'authorized', authorized: 1800, currency: 'USD' })],
  VouchForRider: [answers({ bikeToken: 'd.e.f' })],
  MoveBike: [done('move')],
  CheckOutBike: [reports({ photoId: '0'.repeat(32), storedAt: TAKEN_AT })],
  OpenUntilTaken: [done('open')],
  StartTrip: [answers({ startedAt: TAKEN_AT })],
  SwapBike: [answers({ ...bike(9), attempt: 2 })],
  RecordPhotoGap: [answers({})],
  SettlePayment: [answers({ status: 'authorized', authorized: 1800, currency: 'USD' })],
  AwaitReturn: [answers(null)],
  CancelCommands: [answers({ commands: [] })],
  ReleaseBikes: [answers({ slots: [] })],
  VoidPayment: [answers({ status: 'voided', authorized: 0, currency: 'USD' })],
};

/** What a rental says of one bike at its end. */
export const handedOver = (slot: number, bikeId = `bike-${slot}`) => ({
  slot,
  bikeId,
  outcome: 'handedOver',
  startedAt: TAKEN_AT,
});
export const released = (slot: number, reason: string, bikeId = `bike-${slot}`) => ({
  slot,
  bikeId,
  outcome: 'released',
  reason,
});
export const refusedFor = (reason: string) => ({ outcome: 'refused', bikes: [released(1, reason)] });

interface Staged {
  bikes?: number;
  /** What is done before the rental starts. */
  before?: (rehearsal: Rehearsal) => Promise<unknown>;
  /** Whether there is a workflow that undoes, and one that waits for the bikes. */
  canUndo?: boolean;
  canRide?: boolean;
}

/** Rents at the kiosk `harbour` under the id `r-1`, with functions that do well unless the script says otherwise. */
export async function rent(script: Script, staged: Staged = {}) {
  const { bikes = 1, before = async () => {}, canUndo = true, canRide = true } = staged;
  const rehearsal = rehearse({ ReserveBikes: [reserved(bikes)], ...WELL, ...script });
  await rehearsal.make('rental');
  if (canUndo) await rehearsal.make('undo');
  if (canRide) await rehearsal.make('ride');
  await before(rehearsal);
  const input = {
    rentalId: 'r-1',
    kioskId: 'harbour',
    partyRef: 'party_1',
    partyLimit: 4,
    bikes,
    kind: 'visitor',
    paymentMethod: 'pm_card_visa',
    rentalToken: 'a.b.c',
  };
  const ended = await rehearsal.perform('rental', input, 'r-1');
  went.push(...ended.went);
  /** Has the rental go on where it failed. */
  const redrive = async () => {
    const again = await rehearsal.redrive('rental', 'r-1');
    went.push(...again.went);
    return again;
  };
  return { ...ended, ...rehearsal, redrive };
}

/** Starts a workflow of the same name with another input, as one that was begun before would be found. */
export async function startBefore({ lab }: Pick<Rehearsal, 'lab'>, workflow: string, name: string): Promise<void> {
  const stateMachineArn = `arn:aws:states:eu-west-1:000000000000:stateMachine:${workflow}`;
  const input = { slots: [], bikes: [{ slot: 1, startedAt: TAKEN_AT }], reason: 'before', voidsPayment: false };
  await lab.send('StartExecution', { stateMachineArn, name, input: JSON.stringify(input) });
}

/** What an execution was started with. */
export async function inputOf(
  { describe }: Pick<Rehearsal, 'describe'>,
  workflow: string,
  name: string,
): Promise<JsonObject> {
  const { input } = await describe(workflow, name);
  return JSON.parse(String(input));
}
