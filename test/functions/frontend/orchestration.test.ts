import { afterEach, describe, expect, it } from '@jest/globals';
import { lambdaOrchestration } from '../../../functions/frontend/kiosks/orchestration.ts';
import { type AwsEndpoint, startAwsEndpoint, type WireAnswer } from '../shared/aws-endpoint.ts';

const names = { openSession: 'open-session', startRental: 'start-rental', readRental: 'read-rental' };
const command = { rentalId: '11111111-1111-4111-8111-111111111111', kioskId: 'harbour', sessionId: 's', bikes: 1 };
const answer = { rentalId: command.rentalId, kioskId: 'harbour', bikes: 1, requestedAt: '2026-05-01T12:00:00.000Z' };

const failed = (body: object): WireAnswer => ({ headers: { 'x-amz-function-error': 'Unhandled' }, body });

let aws: AwsEndpoint;
afterEach(() => aws.close());

describe("orchestration's functions", () => {
  it('are invoked by name and answer by their contract', async () => {
    aws = await startAwsEndpoint(() => ({ body: { ...answer, extra: true } }));

    const started = await lambdaOrchestration(names).startRental(command);

    expect(started).toEqual(answer);
    expect(aws.calls).toMatchObject([{ method: 'POST', path: '/2015-03-31/functions/start-rental/invocations' }]);
    expect(JSON.parse(aws.calls[0]?.body ?? '')).toEqual(command);
  });

  it('refuse under the name and in the words of their error', async () => {
    aws = await startAwsEndpoint(() =>
      failed({ errorType: 'RentalConflict', errorMessage: 'Used before.', trace: [] }),
    );

    const started = lambdaOrchestration(names).startRental(command);

    await expect(started).rejects.toMatchObject({ name: 'RentalConflict', message: 'Used before.' });
  });

  it.each<[string, WireAnswer]>([
    ['is throttled', { status: 429, headers: { 'x-amzn-errortype': 'TooManyRequestsException' }, body: {} }],
    ['cannot be reached', { status: 502, body: {} }],
    [
      'is cut off',
      failed({ errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: x Error: Task timed out after 28 s' }),
    ],
    ['is cut off in the older way', failed({ errorMessage: '2026-05-01 x Task timed out after 28.00 seconds' })],
  ])('are unavailable when one %s, which is tried once', async (_, wire) => {
    aws = await startAwsEndpoint(() => wire);

    const opened = lambdaOrchestration(names).openSession({ kioskId: 'harbour', credential: 'a.b.c.d.e' });

    await expect(opened).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    expect(aws.calls).toHaveLength(1);
  });

  it('must keep to their contract', async () => {
    aws = await startAwsEndpoint(() => ({ body: { rentalId: command.rentalId } }));

    await expect(lambdaOrchestration(names).startRental(command)).rejects.toThrow();
  });
});
