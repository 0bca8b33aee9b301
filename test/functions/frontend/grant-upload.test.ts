import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { uploadGrants } from '../../../functions/frontend/kiosks/bikes.ts';
import { grantUpload } from '../../../functions/frontend/kiosks/grant-upload.ts';
import { httpHandler } from '../../../functions/shared/http-handler.ts';
import { type AwsEndpoint, startAwsEndpoint, type WireAnswer } from '../shared/aws-endpoint.ts';
import { captureLog } from '../shared/captured-log.ts';
import { httpEvent } from '../shared/http-event.ts';

const PHOTO = 'ab'.repeat(16);
const CONTENT = { mediaType: 'image/png', bytes: 1234, sha256: 'cd'.repeat(32) };
const GRANTED = {
  url: 'https://photos.test/photos/x?X-Amz-Signature=0',
  headers: { 'content-type': 'image/png' },
  expiresAt: '2026-05-01T10:01:00.000Z',
};

let lambda: AwsEndpoint;
beforeEach(() => {
  captureLog();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await lambda.close();
});

async function ask(
  body: unknown,
  { photoId = PHOTO, kioskId = 'harbour', says = { body: GRANTED } as WireAnswer } = {},
) {
  lambda = await startAwsEndpoint(() => says);
  const bikes = uploadGrants('grant-upload');
  const route = httpHandler({ bind: () => grantUpload({ bikes }) });
  const headers = { 'content-type': 'application/json' };
  const event = { ...httpEvent({ method: 'POST', headers, kioskId, body: JSON.stringify(body) }) };
  return route({ ...event, pathParameters: { photoId } }, {} as Context);
}
const jsonOf = ({ body = 'null' }: APIGatewayProxyStructuredResultV2) => JSON.parse(body) as unknown;

describe('asking where to put a photo', () => {
  it('gets what bikes grants to the kiosk that the authoriser named', async () => {
    const answer = await ask(CONTENT);

    expect(answer).toMatchObject({ statusCode: 201, headers: { 'cache-control': 'no-store' } });
    expect(jsonOf(answer)).toEqual(GRANTED);
    expect(lambda.calls).toMatchObject([{ path: '/2015-03-31/functions/grant-upload/invocations' }]);
    expect(JSON.parse(lambda.calls[0]?.body ?? '')).toEqual({ photoId: PHOTO, kioskId: 'harbour', ...CONTENT });
  });

  it('is told that there is no such photo, in the words of bikes', async () => {
    const body = { errorType: 'PhotoUnknown', errorMessage: 'No photo x is asked of harbour.' };

    const answer = await ask(CONTENT, { says: { headers: { 'x-amz-function-error': 'Unhandled' }, body } });

    expect(jsonOf(answer)).toEqual({
      type: 'urn:freewheel:problem:photo-unknown',
      title: 'Photo unknown',
      status: 404,
      detail: 'No photo x is asked of harbour.',
    });
  });

  it('finds none whose id cannot be one, and asks nobody', async () => {
    const answer = await ask(CONTENT, { photoId: '../secrets' });

    expect(jsonOf(answer)).toMatchObject({ status: 404, type: 'urn:freewheel:problem:photo-unknown' });
    expect(lambda.calls).toEqual([]);
  });

  it.each([
    ['#/mediaType', { ...CONTENT, mediaType: 'image/svg+xml' }],
    ['#/bytes', { ...CONTENT, bytes: 0 }],
    ['#/bytes', { ...CONTENT, bytes: 6_000_000 }],
    ['#/sha256', { ...CONTENT, sha256: 'CD'.repeat(32) }],
    ['#/kioskId', { ...CONTENT, kioskId: 'station' }],
  ])('is refused where %s is at fault', async (pointer, body) => {
    const answer = await ask(body);

    expect(jsonOf(answer)).toMatchObject({ status: 422, errors: [{ pointer }] });
    expect(lambda.calls).toEqual([]);
  });
});
