import { describe, expect, it } from '@jest/globals';
import { answers, OUTAGE, reports, reportsAfter, type Script, throws } from '../rehearsal.ts';
import { MISSING_MS, missing, nothing, RECEIPT, returned, ride, slots, taken } from '../ridden.ts';

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

/** What ends a ride as failed, and what a redrive makes of it. */
export function tellOfOperators(): void {
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
}
