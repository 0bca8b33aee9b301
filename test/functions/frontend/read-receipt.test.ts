import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Receipt } from '../../../functions/payments/contract.ts';
import { useDynamo } from '../dynamo.ts';
import { VISITOR } from '../orchestration/exchange.ts';
import { bikeEvent, handOver, paymentEvent, receiptOf } from '../orchestration/rental-news.ts';
import type { Call } from '../shared/http-event.ts';
import { type FrontEnd, jsonOf, setUpFrontEnd } from './front-end.ts';

const dynamo = useDynamo();
let front: FrontEnd | undefined;
afterEach(async () => {
  jest.restoreAllMocks();
  await front?.close();
  front = undefined;
});

/** A visitor's ride from the harbour to the station. */
async function ride(): Promise<FrontEnd> {
  front = await setUpFrontEnd(dynamo.client);
  front.admission.says(VISITOR);
  const body = { sessionId: await front.scanned(), bikes: 1, paymentMethod: 'pm_card_visa' };
  await front.call('put', { body });
  for (const news of handOver(1)) await front.tell(news);
  await front.tell(paymentEvent('PaymentAuthorized', 2));
  await front.tell(bikeEvent('TripEnded', 1, 900, { kioskId: 'station', bay: 3 }));
  return front;
}
const receipt = receiptOf([1], 225);

describe('the receipt of a rental', () => {
  it('is not there before the rides are priced', async () => {
    const { call } = await ride();

    const answer = await call('receipt', {});

    expect(answer).toMatchObject({ statusCode: 404, headers: { 'content-type': 'application/problem+json' } });
    expect(jsonOf(answer)).toEqual({
      type: 'urn:freewheel:problem:receipt-unknown',
      title: 'Receipt unknown',
      status: 404,
      detail: 'There is no receipt yet: it is written when the last bike is back.',
    });
  });

  it.each(['harbour', 'station'])('is read at the kiosk where the ride began or ended (%s)', async (kioskId) => {
    const { call, tell } = await ride();
    await tell(paymentEvent('PaymentCaptured', 901, { receipt }));

    const answer = await call('receipt', { kioskId });

    expect(answer).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'private, no-cache' } });
    expect(Receipt.parse(jsonOf(answer))).toEqual(receipt);
  });

  it('says what was given back since', async () => {
    const { call, tell } = await ride();
    await tell(paymentEvent('PaymentRefunded', 950, { receipt: receiptOf([1], 225, 225) }));
    await tell(paymentEvent('PaymentCaptured', 901, { receipt }));

    expect(jsonOf(await call('receipt', {}))).toMatchObject({ captured: 225, refunded: 225 });
  });

  it.each<[string, Call]>([
    ['that is not there', { rentalId: '22222222-2222-4222-8222-222222222222' }],
    ['of which nothing came to this kiosk', { kioskId: 'old-mill' }],
    ['whose id cannot be one', { rentalId: 'x' }],
  ])('is not there of a rental %s', async (_, change) => {
    const { call, tell } = await ride();
    await tell(paymentEvent('PaymentCaptured', 901, { receipt }));

    expect(jsonOf(await call('receipt', change))).toMatchObject({
      status: 404,
      type: 'urn:freewheel:problem:rental-unknown',
    });
  });

  it('is for kiosks alone', async () => {
    const { call } = await ride();

    expect(await call('receipt', { kioskId: '' })).toMatchObject({ statusCode: 401 });
  });
});
