import { afterEach, describe, expect, it } from '@jest/globals';
import type { RentalView } from '../../../functions/orchestration/contract.ts';
import { iotViewPublisher } from '../../../functions/orchestration/view-publisher.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../shared/aws-endpoint.ts';

const view: RentalView = {
  rentalId: '11111111-1111-4111-8111-111111111111',
  kioskId: 'harbour',
  status: 'requested',
  bikesAsked: 1,
  requestedAt: '2026-05-01T12:00:00.000Z',
  bikes: [],
  revision: 1,
};

let aws: AwsEndpoint;
afterEach(() => aws.close());

describe('the publisher of views', () => {
  it("publishes to a kiosk's topic of the rental, at least once, wherever it was made", async () => {
    aws = await startAwsEndpoint(() => ({}));

    await iotViewPublisher('testville').publish('station', view);

    const [call] = aws.calls;
    const topic = encodeURIComponent(`freewheel/testville/kiosks/station/rentals/${view.rentalId}`);
    expect(call).toMatchObject({ method: 'POST', path: `/topics/${topic}?qos=1` });
    expect(JSON.parse(call?.body ?? '')).toEqual(view);
  });
});
