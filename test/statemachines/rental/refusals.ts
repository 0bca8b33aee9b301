import { describe, expect, it } from '@jest/globals';
import { hangs, OUTAGE, type Script, throws } from '../rehearsal.ts';
import { ALREADY_EXISTS, inputOf, MISSING, rent, reserved, startBefore, WELL, went } from '../rented.ts';

const NO_BIKE = [
  'BikeUnavailable',
  'PartyLimitReached',
  'KioskNotRenting',
  'KioskUnknown',
  'ReservationReleased',
  'TokenRefused',
  'CommandMalformed',
].map((error): [string, string] => ['ReserveBikes', error]);
const NO_MONEY = ['PaymentDeclined', 'PaymentMethodMissing', 'PaymentClosed', 'TokenRefused', 'CommandMalformed'].map(
  (error): [string, string] => ['AuthorizePayment', error],
);
const FIRST_STEPS = ['ReserveBikes', 'AuthorizePayment'];

/** A rental that is over before anything moves. */
export function tellOfRefusals(): void {
  describe('a rider for whom there is no bike, or no money', () => {
    it.each([...NO_BIKE, ...NO_MONEY])('is refused at once when %s says %s', async (name, error) => {
      const { status, result, calls, ...looked } = await rent({ [name]: [throws(error)] }, { bikes: 2 });

      expect({ status, result }).toEqual({
        status: 'SUCCEEDED',
        result: { outcome: 'refused', bikes: [], reason: error },
      });
      expect(calls.get(name)).toHaveLength(1);
      expect(calls.has('MoveBike')).toBe(false);
      expect(await inputOf(looked, 'undo', 'r-1-all')).toEqual({
        rentalId: 'r-1',
        kioskId: 'harbour',
        rentalToken: 'a.b.c',
        slots: [1, 2],
        reason: error,
        voidsPayment: true,
      });
    });

    it.each(FIRST_STEPS)('waits for %s through an outage, and a call that hangs', async (name) => {
      const well = name === 'ReserveBikes' ? [reserved(1)] : (WELL[name] ?? []);

      const { result, calls } = await rent({ [name]: [throws(OUTAGE), hangs, ...well] });

      expect(result).toMatchObject({ outcome: 'handedOver' });
      expect(calls.get(name)).toHaveLength(3);
    });

    it.each(FIRST_STEPS)('is refused when the outage of %s lasts', async (name) => {
      const { result, calls } = await rent({ [name]: [throws(OUTAGE)] });

      expect(result).toMatchObject({ outcome: 'refused', reason: OUTAGE });
      expect(calls.get(name)).toHaveLength(5);
    });

    it('is refused also where all was given back before', async () => {
      const { status, result } = await rent(
        { ReserveBikes: [throws('BikeUnavailable')] },
        { before: (rehearsal) => startBefore(rehearsal, 'undo', 'r-1-all') },
      );

      expect({ status, result }).toMatchObject({ status: 'SUCCEEDED', result: { outcome: 'refused' } });
      expect(went).toContain(`Undo the reservation ! ${ALREADY_EXISTS} → Rental refused`);
    });
  });

  describe('an operator', () => {
    const declined: Script = { AuthorizePayment: [throws('PaymentDeclined')] };

    it('sees a reservation that could not be undone, and has it undone', async () => {
      const { status, error, make, redrive, calls } = await rent(declined, { canUndo: false });
      await make('undo');

      const again = await redrive();

      expect({ status, error }).toEqual({ status: 'FAILED', error: MISSING });
      expect(again).toMatchObject({ status: 'SUCCEEDED', result: { outcome: 'refused', reason: 'PaymentDeclined' } });
      expect(calls.get('AuthorizePayment')).toHaveLength(1);
    });

    it('is not called where the undoing starts at a later attempt', async () => {
      const { status } = await rent(declined, {
        canUndo: false,
        before: async ({ lab, make }) => void lab.clock.after(20_000, () => void make('undo')),
      });

      expect(status).toBe('SUCCEEDED');
    });
  });
}
