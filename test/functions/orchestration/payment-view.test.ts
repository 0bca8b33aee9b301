import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PaymentEvent } from '../../../functions/payments/contract.ts';
import { bikeEvent, execution, fact, handedOver, paymentEvent, receiptOf, seenOf, viewOf } from './rental-news.ts';

const authorized = paymentEvent('PaymentAuthorized', 2);
const captured = paymentEvent('PaymentCaptured', 901, { receipt: receiptOf([1], 225) });
const refund = (second: number, refunded: number) =>
  paymentEvent('PaymentRefunded', second, { receipt: receiptOf([1], 225, refunded) });

/** The payment after these events, in whatever order they come. */
function paymentAfter(...events: PaymentEvent[]) {
  const views = fc
    .sample(fc.shuffledSubarray(events, { minLength: events.length }), 20)
    .map((shuffled) => viewOf(...shuffled).payment);
  for (const view of views) expect(view).toEqual(views[0]);
  return views[0];
}

describe('the payment of a rental', () => {
  it('is not there before payments have told of it', () => {
    expect(viewOf(bikeEvent('BikeReserved', 1, 1))).not.toHaveProperty('payment');
  });

  it('shows what is held', () => {
    expect(paymentAfter(authorized)).toEqual({ status: 'authorized', authorized: 2400, currency: 'EUR' });
  });

  it('is authorized as soon as the acquirer has answered, whichever news comes first', () => {
    expect(paymentAfter(paymentEvent('PaymentAuthorized', 5, { status: 'authorizing' }), authorized)?.status).toBe(
      'authorized',
    );
  });

  it.each([
    ['PaymentDeclined', 'declined'],
    ['PaymentVoided', 'voided'],
    ['PaymentCaptured', 'captured'],
  ] as const)('ends with %s', (type, status) => {
    // The clocks of those who tell may differ: an end counts as the end, even where it seems to be earlier.
    expect(paymentAfter(authorized, paymentEvent(type, 1))?.status).toBe(status);
  });

  it('has its receipt from the capture on', () => {
    expect(paymentAfter(authorized)).not.toHaveProperty('receipt');
    expect(paymentAfter(authorized, captured)).toMatchObject({ status: 'captured', receipt: captured.receipt });
  });

  it('shows the receipt with all that was given back, also by two refunds of one moment', () => {
    expect(paymentAfter(authorized, captured, refund(950, 100))?.receipt?.refunded).toBe(100);
    expect(paymentAfter(captured, refund(950, 100), refund(950, 225))?.receipt?.refunded).toBe(225);
    expect(paymentAfter(captured, refund(940, 225), refund(950, 100))?.receipt?.refunded).toBe(225);
  });

  it('keeps the receipt where later news brings none', () => {
    expect(paymentAfter(captured, paymentEvent('PaymentRefunded', 950))?.receipt).toEqual(captured.receipt);
  });

  it('shows a resident what was free', () => {
    const free = { status: 'free', authorized: 0 } as const;
    const receipt = { ...receiptOf([1], 0), kind: 'resident' as const };

    const payment = paymentAfter(
      paymentEvent('PaymentAuthorized', 2, free),
      paymentEvent('PaymentCaptured', 901, { ...free, receipt }),
    );

    expect(payment).toEqual({ status: 'free', authorized: 0, currency: 'EUR', receipt });
  });

  it('changes nothing of how the hand-over went', () => {
    const end = execution('SUCCEEDED', { outcome: 'refused', bikes: [], reason: 'PaymentDeclined' });

    expect(viewOf(paymentEvent('PaymentDeclined', 3), end)).toMatchObject({
      status: 'refused',
      reason: 'PaymentDeclined',
      payment: { status: 'declined' },
    });
  });
});

describe('what is kept of a rental', () => {
  it('fits an item of DynamoDB many times over, also of twenty bikes that were each swapped and refunded', () => {
    const slots = Array.from({ length: 20 }, (_, index) => index + 1);
    const facts = ['CommandBegun', 'BikeAtHatch', 'CommandFailed', 'DoorOpened', 'BikeTaken'] as const;
    const told = ['BikeReserved', 'BikeReleased', 'BikeCheckedOut', 'PhotoMissing', 'PhotoStored'] as const;
    const rides = ['TripStarted', 'BikeOverdue', 'BikeMissing', 'TripEnded'] as const;
    const news = slots.flatMap((slot) => [
      ...[1, 2, 3].flatMap((attempt) => facts.map((type) => fact(type, slot, slot + attempt, 'move', { attempt }))),
      ...[...told, ...rides].map((type) => bikeEvent(type, slot, slot)),
      ...[...told, ...rides].map((type) => bikeEvent(type, slot, slot, { bikeId: `HB-${slot}-other` })),
      paymentEvent('PaymentRefunded', slot, { receipt: receiptOf(slots, 2000, slot) }),
    ]);

    const kept = JSON.stringify(seenOf([...news, execution('SUCCEEDED', handedOver(...slots))]));
    const view = JSON.stringify(viewOf(...news));

    expect(kept.length).toBeLessThan(400_000 / 2);
    // AWS IoT Core takes messages of 128 KB.
    expect(view.length).toBeLessThan(128_000 / 2);
  });
});
