import { describe, expect, it } from '@jest/globals';
import { type Definition, definitionText } from './definition.ts';
import { unvisited } from './edges.ts';
import {
  type Act,
  answers,
  hangs,
  OUTAGE,
  type Rehearsal,
  reportsAfter,
  reportsFault,
  type Script,
  throws,
  works,
} from './rehearsal.ts';
import { bike, done, rent, reserved, TAKEN_AT, WELL, went } from './rented.ts';

const definition = JSON.parse(definitionText('rental')) as Definition;
const ALREADY_EXISTS = 'StepFunctions.ExecutionAlreadyExistsException';
const MISSING = 'StepFunctions.StateMachineDoesNotExistException';

const released = (slot: number, reason: string) => ({ slot, bikeId: `bike-${slot}`, outcome: 'released', reason });
const handedOver = (slot: number) => ({ slot, bikeId: `bike-${slot}`, outcome: 'handedOver' });
const refusedFor = (reason: string) => ({ outcome: 'refused', bikes: [released(1, reason)] });

describe('a rental in which all goes well', () => {
  it('vouches for, fetches and hands over each bike in turn', async () => {
    const { status, result, calls } = await rent({}, { bikes: 3 });

    expect(status).toBe('SUCCEEDED');
    expect(result).toEqual({ outcome: 'handedOver', bikes: [handedOver(1), handedOver(2), handedOver(3)] });
    expect(calls.get('VouchForRider')?.map(({ slot }) => slot)).toEqual([1, 2, 3]);
    expect(calls.get('MoveBike')?.at(-1)).toMatchObject({ bikeToken: 'd.e.f', ...bike(3) });
    expect(calls.get('StartTrip')?.[0]).toEqual({
      rentalToken: 'a.b.c',
      slot: 1,
      bikeId: 'bike-1',
      takenAt: TAKEN_AT,
    });
  });

  it('waits for as long as the kiosk reports that it is at work', async () => {
    const { result } = await rent({ MoveBike: [works], OpenUntilTaken: [works] });

    expect(result).toEqual(refusedFor('States.Timeout'));
  });
});

describe('a rental for which no bike can be reserved', () => {
  it.each([
    'BikeUnavailable',
    'PartyLimitReached',
    'KioskUnknown',
    'ReservationReleased',
    'TokenRefused',
    'CommandMalformed',
  ])('is refused with %s, at once, and gives back all its places', async (error) => {
    const { status, result, calls, describe: look } = await rent({ ReserveBikes: [throws(error)] }, { bikes: 2 });

    expect({ status, result }).toEqual({
      status: 'SUCCEEDED',
      result: { outcome: 'refused', bikes: [], reason: error },
    });
    expect(calls.get('ReserveBikes')).toHaveLength(1);
    const undo = await look('undo', 'r-1-all');
    expect(JSON.parse(String(undo['input']))).toMatchObject({ slots: [1, 2], reason: error, rentalToken: 'a.b.c' });
  });

  it('goes on after an outage, and after a call that hangs', async () => {
    const { result, calls } = await rent({ ReserveBikes: [throws(OUTAGE), hangs, reserved(1)] });

    expect(result).toMatchObject({ outcome: 'handedOver' });
    expect(calls.get('ReserveBikes')).toHaveLength(3);
  });

  it('is refused when the outage lasts', async () => {
    const { result, calls } = await rent({ ReserveBikes: [throws(OUTAGE)] });

    expect(result).toMatchObject({ outcome: 'refused', reason: OUTAGE });
    expect(calls.get('ReserveBikes')).toHaveLength(5);
  });

  it('is refused also where its places were given back before', async () => {
    const { status, result } = await rent(
      { ReserveBikes: [throws('BikeUnavailable')] },
      { before: ({ lab }) => startUndo(lab, 'r-1-all') },
    );

    expect({ status, result }).toMatchObject({ status: 'SUCCEEDED', result: { outcome: 'refused' } });
    expect(went).toContain(`Undo the reservation ! ${ALREADY_EXISTS} → Rental refused`);
  });
});

/** Starts an undo of the same name for another reason, as a redriven rental would find it. */
async function startUndo(lab: Rehearsal['lab'], name: string): Promise<void> {
  const stateMachineArn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:undo';
  await lab.send('StartExecution', { stateMachineArn, name, input: JSON.stringify({ slots: [], reason: 'before' }) });
}

const HARDWARE = [
  'HardwareFault',
  'PowerLost',
  'CommandRefused',
  'CommandCancelled',
  'TokenRefused',
  'CommandMalformed',
];
const FAULTS: Array<[state: string, error: string, script: Script]> = [
  ...['RiderNotVouched', 'SessionExpired', 'TokenRefused', 'CommandMalformed'].map(faultOf('VouchForRider', throws)),
  ...['BikeMisplaced', ...HARDWARE].map(faultOf('MoveBike', reportsFault)),
  ...[...HARDWARE, 'BikeNotTaken'].map(faultOf('OpenUntilTaken', reportsFault)),
  ...['MoveBike', 'OpenUntilTaken'].flatMap((name): typeof FAULTS => [
    [name, 'States.HeartbeatTimeout', { [name]: [answers(null)] }],
    [name, 'States.Timeout', { [name]: [works] }],
  ]),
];

function faultOf(name: string, act: (error: string) => Act) {
  return (error: string): [string, string, Script] => [name, error, { [name]: [act(error)] }];
}

/** A definition may name the want of a heartbeat; what it is told of it is a time-out like any other. */
const told = (error: string) => (error === 'States.HeartbeatTimeout' ? 'States.Timeout' : error);

describe('a bike that cannot be handed over', () => {
  it.each(FAULTS)('is undone by itself when %s ends in %s, which is not tried again', async (name, error, script) => {
    const { status, result, calls, describe: look } = await rent(script);

    expect({ status, result }).toEqual({ status: 'SUCCEEDED', result: refusedFor(told(error)) });
    expect(calls.get(name)).toHaveLength(1);
    const undo = await look('undo', 'r-1-1');
    expect(JSON.parse(String(undo['input']))).toEqual({
      rentalId: 'r-1',
      kioskId: 'harbour',
      rentalToken: 'a.b.c',
      slots: [1],
      reason: told(error),
    });
  });

  it('does not keep the others from being handed over', async () => {
    const { result } = await rent({ MoveBike: [done('m1'), reportsFault('HardwareFault'), done('m3')] }, { bikes: 3 });

    expect(result).toEqual({
      outcome: 'partlyHandedOver',
      bikes: [handedOver(1), released(2, 'HardwareFault'), handedOver(3)],
    });
  });

  it.each(['VouchForRider', 'MoveBike', 'OpenUntilTaken'])('is undone when %s stays out', async (name) => {
    const { result, calls } = await rent({ [name]: [throws(OUTAGE)] });

    expect(result).toEqual(refusedFor(OUTAGE));
    expect(calls.get(name)).toHaveLength(4);
  });

  it('stays undone when the kiosk reports after its silence was taken for a no', async () => {
    const { result, late, calls } = await rent({ MoveBike: [reportsAfter(60, { commandId: 'move', at: TAKEN_AT })] });

    expect(result).toEqual(refusedFor(told('States.HeartbeatTimeout')));
    expect(calls.has('OpenUntilTaken')).toBe(false);
    expect(late.filter((answer) => !/TaskTimedOut|TaskDoesNotExist/.test(answer))).toEqual([]);
  });

  it('is not undone twice', async () => {
    const { result } = await rent(
      { MoveBike: [reportsFault('CommandRefused')] },
      { before: ({ lab }) => startUndo(lab, 'r-1-1') },
    );

    expect(result).toEqual(refusedFor('CommandRefused'));
    expect(went).toContain(`Undo this bike ! ${ALREADY_EXISTS} → Bike not handed over`);
  });
});

describe('a bike that is handed over at last', () => {
  it.each(['VouchForRider', 'MoveBike', 'OpenUntilTaken', 'StartTrip'])('has %s tried again', async (name) => {
    const { result } = await rent({ [name]: [throws(OUTAGE), throws(OUTAGE), ...(WELL[name] ?? [])] });

    expect(result).toMatchObject({ outcome: 'handedOver' });
  });

  it.each(['VouchForRider', 'StartTrip'])('does not wait for ever for %s', async (name) => {
    const { result } = await rent({ [name]: [hangs, ...(WELL[name] ?? [])] });

    expect(result).toMatchObject({ outcome: 'handedOver' });
  });
});

describe('what an operator must see', () => {
  it.each([
    ['BikeNotReserved', 1],
    ['BikeUnknown', 1],
    ['TokenRefused', 1],
    ['CommandMalformed', 1],
    [OUTAGE, 11],
  ])('is a taken bike whose trip does not start: %s', async (error, attempts) => {
    const { status, error: shown, calls } = await rent({ StartTrip: [throws(error)] });

    expect({ status, shown }).toEqual({ status: 'FAILED', shown: error });
    expect(calls.get('StartTrip')).toHaveLength(attempts);
  });

  it.each<[string, Script]>([
    ['a bike', { MoveBike: [reportsFault('HardwareFault')] }],
    ['a reservation', { ReserveBikes: [throws('BikeUnavailable')] }],
  ])('is %s that cannot be undone, after minutes of trying', async (_, script) => {
    const { status, error } = await rent(script, { canUndo: false });

    expect({ status, error }).toEqual({ status: 'FAILED', error: MISSING });
  });

  it.each<[string, Script]>([
    ['a bike', { MoveBike: [reportsFault('HardwareFault')] }],
    ['a reservation', { ReserveBikes: [throws('BikeUnavailable')] }],
  ])('is not %s whose undoing starts at a later attempt', async (_, script) => {
    const { status } = await rent(script, {
      canUndo: false,
      before: async ({ lab, make }) => void lab.clock.after(20_000, () => void make('undo')),
    });

    expect(status).toBe('SUCCEEDED');
  });
});

describe('the rehearsals of a rental', () => {
  it('have been in every state and on every edge by now', () => {
    expect(unvisited(definition, went)).toEqual([]);
  });

  it('would miss an edge that none of them has gone along', () => {
    const [edge, ...others] = [...new Set(went)].filter((one) => one.includes('BikeNotTaken'));

    const missed = unvisited(
      definition,
      went.filter((one) => one !== edge),
    );

    expect(others).toEqual([]);
    expect(missed).toEqual(['Open until taken ! BikeNotTaken → Undo this bike']);
  });
});
