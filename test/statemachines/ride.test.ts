import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../local/states/json.ts';
import { instant } from '../../seams/clock.ts';
import { START } from '../local/states/laboratory.ts';
import { type Definition, definitionText, NUMBERS } from './definition.ts';
import { unvisited } from './edges.ts';
import { answers, hangs, OUTAGE, rehearse, reports, reportsAfter, type Script, throws } from './rehearsal.ts';

const definition = JSON.parse(definitionText('ride')) as Definition;
const HOUR = 60 * 60_000;
const OVERDUE_MS = Number(NUMBERS['OverdueSeconds']) * 1000;
const MISSING_MS = Number(NUMBERS['MissingSeconds']) * 1000;

/** A bike that was taken so long before the ride began. */
const taken = (slot: number, hoursAgo = 0) => ({
  slot,
  bikeId: `bike-${slot}`,
  startedAt: instant(START - hoursAgo * HOUR),
});
const returned = (slot: number): JsonObject => ({
  slot,
  bikeId: `bike-${slot}`,
  startedAt: instant(START),
  endedAt: instant(START + HOUR),
});
const missing = (slot: number): JsonObject => ({ ...returned(slot), isMissing: true });
const RECEIPT = { rentalId: 'r-1', total: 250, captured: 250 };
/** The wait hears nothing. */
const nothing = answers(null);

const went: string[] = [];

async function ride(script: Script, bikes: JsonObject[] = [taken(1)], notHandedOver: JsonObject[] = []) {
  const rehearsal = rehearse({
    AwaitReturn: [reports(returned(1))],
    ReportOverdue: [answers({})],
    ReportMissing: [answers(missing(1))],
    CapturePayment: [answers(RECEIPT)],
    ...script,
  });
  await rehearsal.make('ride');
  const input = { rentalId: 'r-1', kioskId: 'harbour', rentalToken: 'a.b.c', bikes, notHandedOver };
  const ended = await rehearsal.perform('ride', input, 'r-1');
  went.push(...ended.went);
  const lastedMs = () => rehearsal.lab.clock.now() - START;
  /** Has an operator redrive it so many hours later. */
  const redrive = async (hours = 0) => {
    await rehearsal.lab.clock.pass(hours * HOUR);
    const again = await rehearsal.redrive('ride', 'r-1');
    went.push(...again.went);
    return again;
  };
  return { ...ended, ...rehearsal, redrive, lastedMs };
}

const slots = (calls: JsonObject[] | undefined) => calls?.map(({ slot }) => slot);

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

const REFUSED = ['BikeNotReserved', 'TokenRefused', 'CommandMalformed'];
type Failing = [what: string, error: string, attempts: number, script: (error: string) => Script];
const FAILING: Failing[] = [
  ...['TokenRefused', 'CommandMalformed'].map(
    (error): Failing => ['AwaitReturn', error, 1, () => ({ AwaitReturn: [throws(error)] })],
  ),
  ...['BikeNotReserved', OUTAGE].map(
    (error): Failing => ['AwaitReturn', error, 11, () => ({ AwaitReturn: [throws(error)] })],
  ),
  ...REFUSED.map((error): Failing => ['AwaitReturn', error, 2, () => ({ AwaitReturn: [nothing, throws(error)] })]),
  ['AwaitReturn', OUTAGE, 12, () => ({ AwaitReturn: [nothing, throws(OUTAGE)] })],
  ...[...REFUSED, OUTAGE].map(
    (error): Failing => [
      'ReportMissing',
      error,
      error === OUTAGE ? 11 : 1,
      () => ({ AwaitReturn: [nothing], ReportMissing: [throws(error)] }),
    ],
  ),
  ...['PaymentUnknown', 'PaymentClosed', 'TokenRefused', 'CommandMalformed', OUTAGE].map(
    (error): Failing => [
      'CapturePayment',
      error,
      error === OUTAGE ? 21 : 1,
      () => ({ CapturePayment: [throws(error)] }),
    ],
  ),
];

describe('an operator', () => {
  it.each(FAILING)('sees a ride whose %s ends in %s', async (name, error, attempts, script) => {
    const { status, error: shown, calls } = await ride(script(error));

    expect({ status, shown }).toEqual({ status: 'FAILED', shown: error });
    expect(calls.get(name)).toHaveLength(attempts);
  });

  it('has a ride charged that could not be, and nothing else is done again', async () => {
    const { redrive, calls } = await ride({ CapturePayment: [throws('PaymentClosed'), answers(RECEIPT)] });

    const { status, result } = await redrive(24);

    expect({ status, result }).toEqual({ status: 'SUCCEEDED', result: { receipt: RECEIPT } });
    expect(calls.get('AwaitReturn')).toHaveLength(1);
    expect(calls.get('CapturePayment')).toHaveLength(2);
  });

  it('has only those waited for again who are still out', async () => {
    const { status, redrive, calls } = await ride(
      {
        AwaitReturn: [reports(returned(1)), nothing, nothing, nothing, nothing, reports(returned(3))],
        ReportMissing: [throws('TokenRefused'), answers(missing(2))],
      },
      [taken(1), taken(2, 1), taken(3)],
    );

    const again = await redrive();

    expect([status, again.status]).toEqual(['FAILED', 'SUCCEEDED']);
    expect(slots(calls.get('AwaitReturn'))).toEqual([1, 2, 3, 2, 3, 3]);
    expect(slots(calls.get('ReportOverdue'))).toEqual([2, 3]);
    expect(slots(calls.get('ReportMissing'))).toEqual([2, 2]);
    expect(calls.get('CapturePayment')).toMatchObject([{ rides: [returned(1), missing(2), returned(3)] }]);
  });

  it('gives nobody more time by redriving', async () => {
    const { redrive, lastedMs, calls } = await ride({ AwaitReturn: [throws('TokenRefused'), nothing] });

    await redrive(10);

    expect(calls.get('ReportOverdue')).toHaveLength(1);
    expect(lastedMs()).toBe(MISSING_MS);
  });

  it('calls no bike overdue that came back while its ride had failed', async () => {
    const { redrive, calls } = await ride({ AwaitReturn: [throws('TokenRefused'), reportsAfter(30, returned(1))] });

    const { status } = await redrive(72);

    expect(status).toBe('SUCCEEDED');
    expect(calls.has('ReportOverdue')).toBe(false);
  });
});

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
