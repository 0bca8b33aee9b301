import { describe, expect, it } from '@jest/globals';
import { type Definition, definitionText } from './definition.ts';
import { unvisited } from './edges.ts';
import { answers, hangs, OUTAGE, reports, reportsAfter, throws } from './rehearsal.ts';
import {
  HOUR,
  MISSING_MS,
  missing,
  nothing,
  OVERDUE_MS,
  RECEIPT,
  returned,
  ride,
  slots,
  taken,
  went,
} from './ridden.ts';
import { tellOfOperators } from './ride/operators.ts';

const definition = JSON.parse(definitionText('ride')) as Definition;

describe('a ride', () => {
  it('ends when the bike is back, and is charged once, from sensor to sensor', async () => {
    const { status, result, calls } = await ride({});

    expect({ status, result }).toEqual({ status: 'SUCCEEDED', result: { receipt: RECEIPT } });
    expect(calls.get('AwaitReturn')).toEqual([{ taskToken: expect.any(String), rentalToken: 'a.b.c', slot: 1 }]);
    expect(calls.get('CapturePayment')).toEqual([{ rentalToken: 'a.b.c', rides: [returned(1)], notHandedOver: [] }]);
  });

  it('of three is charged once, when the last is back, in whatever order they come', async () => {
    const { calls, lastedMs } = await ride(
      {
        AwaitReturn: [reportsAfter(7200, returned(1)), reportsAfter(60, returned(2)), reportsAfter(3600, returned(3))],
      },
      [taken(1), taken(2), taken(3)],
    );

    expect(lastedMs()).toBe(2 * HOUR);
    expect(calls.get('CapturePayment')).toEqual([
      { rentalToken: 'a.b.c', rides: [1, 2, 3].map(returned), notHandedOver: [] },
    ]);
  });

  it('says on the receipt what had been asked for and was not handed over', async () => {
    const notHandedOver = [{ slot: 2, reason: 'HardwareFault' }];

    const { calls } = await ride({}, [taken(1)], notHandedOver);

    expect(calls.get('CapturePayment')).toMatchObject([{ notHandedOver }]);
  });

  it('is not given up over an outage when it begins, nor where its trip is told late', async () => {
    const { status } = await ride({ AwaitReturn: [throws(OUTAGE), throws('BikeNotReserved'), reports(returned(1))] });

    expect(status).toBe('SUCCEEDED');
  });

  it('is charged through an outage, and a call that hangs', async () => {
    const { status, calls } = await ride({ CapturePayment: [throws(OUTAGE), hangs, answers(RECEIPT)] });

    expect(status).toBe('SUCCEEDED');
    expect(calls.get('CapturePayment')).toHaveLength(3);
  });
});

describe('a bike that stays out', () => {
  it('is overdue a day after it was taken, and is waited for on', async () => {
    const { result, calls, lastedMs } = await ride({ AwaitReturn: [nothing, reportsAfter(3600, returned(1))] }, [
      taken(1, 2),
    ]);

    expect(result).toEqual({ receipt: RECEIPT });
    expect(calls.get('ReportOverdue')).toEqual([{ rentalToken: 'a.b.c', slot: 1 }]);
    expect(calls.has('ReportMissing')).toBe(false);
    expect(lastedMs()).toBe(OVERDUE_MS - 2 * HOUR + HOUR);
  });

  it('is missing a day later still, and costs no more from then on', async () => {
    const { result, calls, lastedMs } = await ride({ AwaitReturn: [nothing] }, [taken(1, 2)]);

    expect(result).toEqual({ receipt: RECEIPT });
    expect(calls.get('ReportMissing')).toEqual([{ rentalToken: 'a.b.c', slot: 1 }]);
    expect(calls.get('CapturePayment')).toMatchObject([{ rides: [missing(1)] }]);
    expect(lastedMs()).toBe(MISSING_MS - 2 * HOUR);
  });

  it('is a bike like any other when it comes back in the very moment in which it is missed', async () => {
    const { calls } = await ride({
      AwaitReturn: [nothing],
      ReportMissing: [answers({ ...returned(1), isMissing: false })],
    });

    expect(calls.get('CapturePayment')).toMatchObject([{ rides: [{ slot: 1, isMissing: false }] }]);
  });

  it('keeps nobody else waiting to be reminded or returned', async () => {
    const { calls } = await ride(
      {
        AwaitReturn: [nothing, reports(returned(2)), nothing, nothing, reportsAfter(60, returned(3))],
        ReportMissing: [answers(missing(1))],
      },
      [taken(1), taken(2), taken(3)],
    );

    expect(slots(calls.get('ReportOverdue'))).toEqual([1, 3]);
    expect(calls.get('CapturePayment')).toMatchObject([{ rides: [missing(1), returned(2), returned(3)] }]);
  });

  it.each([
    ['BikeNotReserved', 1],
    ['TokenRefused', 1],
    ['CommandMalformed', 1],
    [OUTAGE, 11],
  ])('is waited for also where nobody could be reminded: %s', async (error, attempts) => {
    const { status, calls } = await ride({
      AwaitReturn: [nothing, reports(returned(1))],
      ReportOverdue: [throws(error)],
    });

    expect(status).toBe('SUCCEEDED');
    expect(calls.get('ReportOverdue')).toHaveLength(attempts);
  });

  it.each(['ReportOverdue', 'ReportMissing'])('has %s tried again', async (name) => {
    const outage = await ride({ AwaitReturn: [nothing], [name]: [throws(OUTAGE), answers(missing(1))] });
    const hanging = await ride({ AwaitReturn: [nothing], [name]: [hangs, answers(missing(1))] });

    expect([outage.status, hanging.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it('is waited for late through an outage', async () => {
    const { status } = await ride({ AwaitReturn: [nothing, throws(OUTAGE), reports(returned(1))] });

    expect(status).toBe('SUCCEEDED');
  });
});

tellOfOperators();

describe('the rehearsals of a ride', () => {
  it('have been in every state and on every edge by now', () => {
    expect(unvisited(definition, went)).toEqual([]);
  });

  it('tell bikes apart that are waited for at once', async () => {
    const one = await ride(
      { AwaitReturn: [nothing, reports(returned(2)), nothing, nothing, reportsAfter(60, returned(3))] },
      [taken(1), taken(2), taken(3)],
    );

    const bikes: Record<string, string[]> = {
      missing: ['Await the late return ! States.Timeout → Report it missing', 'Report it missing → (ends)'],
      returned: ['Await the return → (ends)'],
      late: ['Await the late return → (ends)'],
    };
    const overdue = [
      'Await the return ! States.Timeout → Report it overdue',
      'Report it overdue → Await the late return',
    ];
    const around = ['Await each bike → Charge for the ride', 'Charge for the ride → (ends)'];
    const begun = Array.from({ length: 3 }, () => 'Await each bike → Await the return');
    const expected = [...Object.values(bikes).flat(), ...overdue, ...overdue, ...around, ...begun];
    expect(one.went.toSorted()).toEqual(expected.toSorted());
  });

  it('would miss an edge that none of them has gone along', () => {
    const edge = 'Await the return ! States.Timeout → Report it overdue';

    const missed = unvisited(
      definition,
      went.filter((one) => one !== edge),
    );

    expect(missed).toEqual([edge]);
  });
});
