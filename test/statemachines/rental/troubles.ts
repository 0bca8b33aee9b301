import { describe, expect, it } from '@jest/globals';
import { answers, hangs, OUTAGE, reportsAfter, reportsFault, throws } from '../rehearsal.ts';
import { bike, done, handedOver, inputOf, refusedFor, rent, WELL } from '../rented.ts';

const again = (attempt: number) => answers({ ...bike(1), attempt });
const another = (attempt: number) => answers({ ...bike(9), slot: 1, attempt });
const jams = reportsFault('HardwareFault');

/** What the machine meets with, and what the camera does. */
export function tellOfTroubles(): void {
  describe('a bike that jams', () => {
    it('is tried once more, under a number of its own, and handed over', async () => {
      const { result, calls } = await rent({ MoveBike: [jams, done('move')], SwapBike: [again(2)] });

      expect(result).toEqual({ outcome: 'handedOver', bikes: [handedOver(1)] });
      expect(calls.get('SwapBike')).toEqual([
        { rentalToken: 'a.b.c', kioskId: 'harbour', ...bike(1), attempt: 1, reason: 'HardwareFault' },
      ]);
      for (const name of ['VouchForRider', 'MoveBike'])
        expect(calls.get(name)?.map(({ attempt }) => attempt)).toEqual([1, 2]);
      expect(calls.get('OpenUntilTaken')).toEqual([expect.objectContaining({ ...bike(1), attempt: 2 })]);
    });

    it('makes way for another bike when it jams again', async () => {
      const { result, calls, ...looked } = await rent({
        MoveBike: [jams, jams, done('move')],
        SwapBike: [again(2), another(3)],
      });

      expect(result).toEqual({ outcome: 'handedOver', bikes: [handedOver(1, 'bike-9')] });
      expect(calls.get('MoveBike')?.map(({ bikeId, bay, attempt }) => [bikeId, bay, attempt])).toEqual([
        ['bike-1', 1, 1],
        ['bike-1', 1, 2],
        ['bike-9', 9, 3],
      ]);
      expect(await inputOf(looked, 'ride', 'r-1')).toMatchObject({ bikes: [{ slot: 1, bikeId: 'bike-9' }] });
    });

    it('is undone when there is no other, and the jam stays the reason', async () => {
      const { result, ...looked } = await rent({
        MoveBike: [jams],
        SwapBike: [again(2), another(3), throws('BikeUnavailable')],
      });

      const bikes = [{ ...refusedFor('HardwareFault').bikes[0], bikeId: 'bike-9' }];
      expect(result).toEqual({ outcome: 'refused', bikes });
      expect(await inputOf(looked, 'undo', 'r-1-1')).toMatchObject({ slots: [1], reason: 'HardwareFault' });
    });

    it.each([
      ['BikeUnavailable', 1],
      ['BikeNotReserved', 1],
      ['ReservationReleased', 1],
      ['BikeUnknown', 1],
      ['KioskUnknown', 1],
      ['TokenRefused', 1],
      ['CommandMalformed', 1],
      [OUTAGE, 5],
    ])('is undone when nobody can say what else to do: %s', async (error, attempts) => {
      const { result, calls } = await rent({ MoveBike: [jams], SwapBike: [throws(error)] });

      expect(result).toEqual(refusedFor('HardwareFault'));
      expect(calls.get('SwapBike')).toHaveLength(attempts);
    });

    it('is swapped in the end, through an outage, and a call that hangs', async () => {
      const { result } = await rent({ MoveBike: [jams, done('move')], SwapBike: [throws(OUTAGE), hangs, another(2)] });

      expect(result).toEqual({ outcome: 'handedOver', bikes: [handedOver(1, 'bike-9')] });
    });
  });

  describe('a bike that does not stand where it should', () => {
    it('makes way for another at once', async () => {
      const { result, calls } = await rent({
        MoveBike: [reportsFault('BikeMisplaced'), done('move')],
        SwapBike: [another(2)],
      });

      expect(result).toEqual({ outcome: 'handedOver', bikes: [handedOver(1, 'bike-9')] });
      expect(calls.get('SwapBike')).toMatchObject([{ reason: 'BikeMisplaced', attempt: 1 }]);
    });
  });

  describe('the photo of a bike', () => {
    it('is waited for before the door opens', async () => {
      const { calls, went } = await rent({});

      expect(calls.has('RecordPhotoGap')).toBe(false);
      expect(went).toContain('Check out and record → Open until taken');
      expect(calls.get('CheckOutBike')).toEqual([
        { taskToken: expect.any(String), rentalToken: 'a.b.c', kioskId: 'harbour', ...bike(1) },
      ]);
    });

    it('is not waited for any longer than 20 seconds', async () => {
      const { result, calls, late, lab } = await rent({ CheckOutBike: [reportsAfter(25, { photoId: 'late' })] });
      await lab.clock.pass(30_000);

      expect(result).toMatchObject({ outcome: 'handedOver' });
      expect(calls.get('RecordPhotoGap')).toMatchObject([{ slot: 1, bikeId: 'bike-1', reason: 'States.Timeout' }]);
      expect(late.filter((answer) => /TaskTimedOut|TaskDoesNotExist/.test(answer))).toHaveLength(1);
    });

    it('is recorded as missing when the camera fails, and the rider gets the bike', async () => {
      const { result, calls } = await rent({ CheckOutBike: [reportsFault('PhotoUnavailable')] });

      expect(result).toEqual({ outcome: 'handedOver', bikes: [handedOver(1)] });
      expect(calls.get('RecordPhotoGap')).toEqual([
        { rentalToken: 'a.b.c', slot: 1, bikeId: 'bike-1', reason: 'PhotoUnavailable' },
      ]);
    });

    it.each([
      ['TokenRefused', 1],
      ['CommandMalformed', 1],
      [OUTAGE, 2],
    ])('shuts no door, also when its want cannot be recorded: %s', async (error, attempts) => {
      const { result, calls } = await rent({
        CheckOutBike: [reportsFault('PhotoUnavailable')],
        RecordPhotoGap: [throws(error)],
      });

      expect(result).toMatchObject({ outcome: 'handedOver' });
      expect(calls.get('RecordPhotoGap')).toHaveLength(attempts);
    });

    it.each([
      ['an outage', throws(OUTAGE)],
      ['a call that hangs', hangs],
    ])('is recorded as missing after %s', async (_, act) => {
      const { calls } = await rent({
        CheckOutBike: [reportsFault('PhotoUnavailable')],
        RecordPhotoGap: [act, ...(WELL['RecordPhotoGap'] ?? [])],
      });

      expect(calls.get('RecordPhotoGap')).toHaveLength(2);
    });
  });
}
