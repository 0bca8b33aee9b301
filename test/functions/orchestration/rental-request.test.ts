import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Admission } from '../../../functions/orchestration/contract.ts';
import { bodyHash, refusalOf } from '../../../functions/orchestration/rental-request.ts';
import { RESIDENT } from './exchange.ts';

interface Change {
  rider?: Partial<Admission['rider']>;
  offer?: Partial<Admission['offer']>;
}

const session = ({ rider, offer }: Change = {}) => ({
  sessionId: '5e551000-0000-4000-8000-000000000000',
  kioskId: 'harbour',
  credential: 'a.b.c.d.e',
  expiresAt: 0,
  rider: { ...RESIDENT.rider, ...rider },
  offer: { ...RESIDENT.offer, ...offer },
});

describe('what a rider may not have', () => {
  it.each<[string, number, Change, string | undefined, string]>([
    ['all that the household may', 3, {}, undefined, ''],
    ['one more than the household may', 4, {}, 'PartyLimitReached', 'You may have 3 bikes out at once, and 0 are out'],
    [
      'more than is left of the limit',
      2,
      { offer: { bikesOut: 2, bikesMax: 1 } },
      'PartyLimitReached',
      '2 are out now',
    ],
    ['the last of the limit', 1, { offer: { bikesOut: 2, bikesMax: 1 } }, undefined, ''],
    ['from an empty kiosk', 1, { offer: { bikesAvailable: 0, bikesMax: 0 } }, 'BikeUnavailable', 'No bike is left'],
    ['more than are there', 2, { offer: { bikesAvailable: 1, bikesMax: 1 } }, 'BikeUnavailable', 'has 1 bike left'],
    ['more than was offered', 2, { offer: { bikesMax: 1 } }, 'PartyLimitReached', 'You may take 1 bike here'],
    ['as a visitor without a card', 1, { rider: { kind: 'visitor' } }, 'PaymentMethodMissing', 'Visitors pay by card'],
    [
      'as a visitor without a card who could not have the bikes',
      2,
      { rider: { kind: 'visitor' }, offer: { bikesAvailable: 1, bikesMax: 1 } },
      'BikeUnavailable',
      'has 1 bike left',
    ],
  ])('%s', (_, bikes, change, name, words) => {
    const refusal = refusalOf({ bikes }, session(change));

    expect(refusal?.name).toBe(name);
    expect(refusal?.message ?? '').toContain(words);
  });

  it('is nothing up to the offer, and anything beyond it', () => {
    const count = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), count, count, (...numbers) => {
        const [bikes, partyLimit, bikesOut, bikesAvailable] = numbers;
        const bikesMax = Math.max(0, Math.min(partyLimit - bikesOut, bikesAvailable));

        const refusal = refusalOf(
          { bikes },
          session({ rider: { partyLimit }, offer: { bikesOut, bikesAvailable, bikesMax } }),
        );

        expect(refusal === undefined).toBe(bikes <= bikesMax);
      }),
    );
  });
});

describe('a card', () => {
  const paymentMethod = 'pm_card_visa';

  it('is all that a visitor needs more than a resident', () => {
    expect(refusalOf({ bikes: 1, paymentMethod }, session({ rider: { kind: 'visitor' } }))).toBeUndefined();
  });

  it('does a resident no harm', () => {
    expect(refusalOf({ bikes: 1, paymentMethod }, session())).toBeUndefined();
  });
});

describe('the hash of a request', () => {
  const request = { rentalId: 'r', sessionId: 's', kioskId: 'harbour', bikes: 1 };

  it('tells apart what the rider asked for, and nothing else', () => {
    expect(bodyHash({ ...request, rentalId: 'other' })).toBe(bodyHash(request));
    expect(bodyHash({ ...request, bikes: 2 })).not.toBe(bodyHash(request));
    expect(bodyHash({ ...request, sessionId: 't' })).not.toBe(bodyHash(request));
  });

  it('tells apart by which card the rider pays', () => {
    const card = { ...request, paymentMethod: 'pm_card_visa' };

    expect(bodyHash(card)).not.toBe(bodyHash(request));
    expect(bodyHash({ ...card, paymentMethod: 'pm_card_mastercard' })).not.toBe(bodyHash(card));
    expect(bodyHash({ ...card })).toBe(bodyHash(card));
  });
});
