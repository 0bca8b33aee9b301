import { describe, expect, it } from '@jest/globals';
import {
  type Act,
  answers,
  hangs,
  OUTAGE,
  reportsAfter,
  reportsFault,
  type Script,
  throws,
  works,
} from '../rehearsal.ts';
import {
  ALREADY_EXISTS,
  bike,
  done,
  handedOver,
  inputOf,
  refusedFor,
  released,
  rent,
  startBefore,
  TAKEN_AT,
  WELL,
  went,
} from '../rented.ts';

const NOT_DONE = ['PowerLost', 'CommandRefused', 'CommandCancelled', 'TokenRefused', 'CommandMalformed'];
const FAULTS: Array<[state: string, error: string, script: Script]> = [
  ...['RiderNotVouched', 'SessionExpired', 'TokenRefused', 'CommandMalformed'].map(faultOf('VouchForRider', throws)),
  ...NOT_DONE.map(faultOf('MoveBike', reportsFault)),
  ...['BikeNotReserved', 'BikeUnknown', 'TokenRefused', 'CommandMalformed'].map(faultOf('CheckOutBike', throws)),
  ...[...NOT_DONE, 'HardwareFault', 'BikeNotTaken'].map(faultOf('OpenUntilTaken', reportsFault)),
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

/** Bikes that are handed over one by one, and bikes that are not. */
export function tellOfHandOvers(): void {
  describe('a bike that cannot be handed over', () => {
    it.each(FAULTS)('is undone by itself when %s ends in %s, which is not tried again', async (name, error, script) => {
      const { status, result, calls, ...looked } = await rent(script);

      expect({ status, result }).toEqual({ status: 'SUCCEEDED', result: refusedFor(told(error)) });
      expect(calls.get(name)).toHaveLength(1);
      expect(await inputOf(looked, 'undo', 'r-1-1')).toEqual({
        rentalId: 'r-1',
        kioskId: 'harbour',
        rentalToken: 'a.b.c',
        slots: [1],
        reason: told(error),
        voidsPayment: false,
      });
    });

    it('does not keep the others from being handed over', async () => {
      const { result, ...looked } = await rent(
        { MoveBike: [done('m1'), reportsFault('CommandRefused'), done('m3')] },
        { bikes: 3 },
      );

      expect(result).toEqual({
        outcome: 'partlyHandedOver',
        bikes: [handedOver(1), released(2, 'CommandRefused'), handedOver(3)],
      });
      expect(await inputOf(looked, 'ride', 'r-1')).toMatchObject({
        bikes: [{ slot: 1 }, { slot: 3 }],
        notHandedOver: [{ slot: 2, reason: 'CommandRefused' }],
      });
    });

    it.each([
      ['VouchForRider', 4],
      ['MoveBike', 4],
      ['CheckOutBike', 3],
      ['OpenUntilTaken', 4],
    ])('is undone when %s stays out', async (name, attempts) => {
      const { result, calls } = await rent({ [name]: [throws(OUTAGE)] });

      expect(result).toEqual(refusedFor(OUTAGE));
      expect(calls.get(name)).toHaveLength(attempts);
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
        { before: (rehearsal) => startBefore(rehearsal, 'undo', 'r-1-1') },
      );

      expect(result).toEqual(refusedFor('CommandRefused'));
      expect(went).toContain(`Undo this bike ! ${ALREADY_EXISTS} → Bike not handed over`);
    });
  });

  describe('a bike that is handed over at last', () => {
    it.each(['VouchForRider', 'MoveBike', 'CheckOutBike', 'OpenUntilTaken', 'StartTrip'])(
      'has %s tried again',
      async (name) => {
        const { result } = await rent({ [name]: [throws(OUTAGE), throws(OUTAGE), ...(WELL[name] ?? [])] });

        expect(result).toMatchObject({ outcome: 'handedOver' });
      },
    );

    it.each(['VouchForRider', 'StartTrip'])('does not wait for ever for %s', async (name) => {
      const { result } = await rent({ [name]: [hangs, ...(WELL[name] ?? [])] });

      expect(result).toMatchObject({ outcome: 'handedOver' });
    });

    it.each([
      ['BikeNotReserved', 1],
      ['BikeUnknown', 1],
      ['TokenRefused', 1],
      ['CommandMalformed', 1],
      [OUTAGE, 5],
    ])('rides from the moment that the sensor saw, also when its trip does not start: %s', async (error, attempts) => {
      const { status, result, calls, ...looked } = await rent({ StartTrip: [throws(error)] }, { bikes: 2 });

      expect({ status, result }).toEqual({
        status: 'SUCCEEDED',
        result: { outcome: 'handedOver', bikes: [handedOver(1), handedOver(2)] },
      });
      expect(calls.get('StartTrip')).toHaveLength(2 * attempts);
      const [first] = (await inputOf(looked, 'ride', 'r-1'))['bikes'] as unknown[];
      expect(first).toEqual({ slot: 1, bikeId: bike(1).bikeId, startedAt: TAKEN_AT });
    });
  });
}
