import { describe, expect, it } from '@jest/globals';
import { hangs, OUTAGE, reportsFault, type Script, throws } from '../rehearsal.ts';
import { done, handedOver, inputOf, MISSING, released, rent, startBefore, TAKEN_AT, WELL } from '../rented.ts';

const SECOND_NOT: Script = { MoveBike: [done('m1'), reportsFault('PowerLost'), done('m3')] };
const NONE: Script = { MoveBike: [reportsFault('PowerLost')] };

/** What comes after the last bike: settling, undoing what is left, and the ride. */
export function tellOfEndings(): void {
  describe('the end of a hand-over', () => {
    it('begins the ride of what was handed over, from the moment each was taken', async () => {
      const { calls, ...looked } = await rent({}, { bikes: 2 });

      expect(calls.get('SettlePayment')).toEqual([{ rentalToken: 'a.b.c', bikesHandedOver: 2 }]);
      expect(await inputOf(looked, 'ride', 'r-1')).toEqual({
        rentalId: 'r-1',
        kioskId: 'harbour',
        rentalToken: 'a.b.c',
        bikes: [1, 2].map((slot) => ({ slot, bikeId: `bike-${slot}`, startedAt: TAKEN_AT })),
        notHandedOver: [],
      });
    });

    it('gives the hold back at once, and begins no ride, where nothing was handed over', async () => {
      const { result, calls, describe: look } = await rent(NONE, { bikes: 2 });

      expect(result).toEqual({ outcome: 'refused', bikes: [released(1, 'PowerLost'), released(2, 'PowerLost')] });
      expect(calls.get('SettlePayment')).toEqual([{ rentalToken: 'a.b.c', bikesHandedOver: 0 }]);
      expect(await look('ride', 'r-1')).toMatchObject({ __type: expect.stringContaining('ExecutionDoesNotExist') });
    });

    it('is settled through an outage, and a call that hangs', async () => {
      const { result } = await rent({ SettlePayment: [throws(OUTAGE), hangs, ...(WELL['SettlePayment'] ?? [])] });

      expect(result).toMatchObject({ outcome: 'handedOver' });
    });

    it.each([
      ['handedOver', {}, [handedOver(1), handedOver(2)]],
      ['partlyHandedOver', SECOND_NOT, [handedOver(1), released(2, 'PowerLost')]],
    ])('is the same where its ride has begun already: %s', async (outcome, script: Script, bikes) => {
      const { result } = await rent(script, {
        bikes: 2,
        before: (rehearsal) => startBefore(rehearsal, 'ride', 'r-1'),
      });

      expect(result).toEqual({ outcome, bikes });
    });
  });

  describe('an operator', () => {
    it.each([
      ['PaymentUnknown', 1],
      ['TokenRefused', 1],
      ['CommandMalformed', 1],
      [OUTAGE, 11],
    ])('sees a hold that cannot be settled, and goes on from there: %s', async (error, attempts) => {
      const failing = Array.from({ length: attempts }, () => throws(error));
      const {
        status,
        error: shown,
        calls,
        redrive,
      } = await rent({
        SettlePayment: [...failing, ...(WELL['SettlePayment'] ?? [])],
      });

      const again = await redrive();

      expect({ status, shown }).toEqual({ status: 'FAILED', shown: error });
      expect(again).toMatchObject({ status: 'SUCCEEDED', result: { outcome: 'handedOver' } });
      expect(calls.get('SettlePayment')).toHaveLength(attempts + 1);
      expect(calls.get('OpenUntilTaken')).toHaveLength(1);
    });

    it('sees riders for whom nobody waits, and has them waited for', async () => {
      const { status, error, make, redrive, ...looked } = await rent({}, { canRide: false });
      await make('ride');

      const again = await redrive();

      expect({ status, error }).toEqual({ status: 'FAILED', error: MISSING });
      expect(again).toMatchObject({ status: 'SUCCEEDED', result: { outcome: 'handedOver' } });
      expect(await inputOf(looked, 'ride', 'r-1')).toMatchObject({ bikes: [{ slot: 1 }] });
    });

    it('is not called where the ride begins at a later attempt', async () => {
      const { status } = await rent(
        {},
        {
          canRide: false,
          before: async ({ lab, make }) => void lab.clock.after(20_000, () => void make('ride')),
        },
      );

      expect(status).toBe('SUCCEEDED');
    });

    it('sees a bike that could not be undone once all others are handed over, and has it undone', async () => {
      const { status, error, make, redrive, calls, ...looked } = await rent(SECOND_NOT, { bikes: 3, canUndo: false });
      await make('undo');

      const again = await redrive();

      expect({ status, error }).toEqual({ status: 'FAILED', error: MISSING });
      expect(again).toMatchObject({ status: 'SUCCEEDED', result: { outcome: 'partlyHandedOver' } });
      expect(calls.get('OpenUntilTaken')?.map(({ slot }) => slot)).toEqual([1, 3]);
      expect(calls.get('SettlePayment')).toHaveLength(1);
      expect(await inputOf(looked, 'undo', 'r-1-rest')).toEqual({
        rentalId: 'r-1',
        kioskId: 'harbour',
        rentalToken: 'a.b.c',
        slots: [2],
        reason: 'PowerLost',
        voidsPayment: false,
      });
      expect(await inputOf(looked, 'ride', 'r-1')).toMatchObject({ bikes: [{ slot: 1 }, { slot: 3 }] });
    });

    it('finds no bike on offer with which the machine has failed, when several are undone late', async () => {
      const { make, redrive, ...looked } = await rent(
        { MoveBike: [reportsFault('PowerLost'), reportsFault('HardwareFault')], SwapBike: [throws('BikeUnavailable')] },
        { bikes: 2, canUndo: false },
      );
      await make('undo');

      const { result } = await redrive();

      expect(result).toMatchObject({ outcome: 'refused' });
      expect(await inputOf(looked, 'undo', 'r-1-rest')).toMatchObject({ slots: [1, 2], reason: 'HardwareFault' });
    });

    it('does not undo twice what was undone by hand', async () => {
      const { make, redrive, ...looked } = await rent(NONE, { canUndo: false });
      await make('undo');
      await startBefore(looked, 'undo', 'r-1-rest');

      const { status, result } = await redrive();

      expect({ status, result }).toMatchObject({ status: 'SUCCEEDED', result: { outcome: 'refused' } });
    });
  });
}
