import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { forgetFolders } from '../sample-app.ts';
import { request, sampleApi, serveSample } from './sample-api.ts';

// A template is made, on machines that may be busy.
jest.setTimeout(60_000);

describe('an authoriser of the HTTP API', () => {
  const assemblyDir = sampleApi();
  let sample: Awaited<ReturnType<typeof serveSample>>;

  beforeEach(async () => {
    sample = await serveSample(assemblyDir);
  });

  afterAll(forgetFolders);

  const authorized = (token?: string) =>
    sample.api(request('PUT', '/v1/rentals/r1', { headers: token ? { authorization: token } : {} }));
  const asked = () => sample.events.filter(({ functionName }) => functionName === 'Sample-Check').length;

  it('is asked, and what it found out is handed on', async () => {
    const response = await authorized('Bearer abc');

    expect(response.status).toBe(200);
    expect(sample.events[0]?.event).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      identitySource: ['Bearer abc'],
      routeKey: 'PUT /v1/rentals/{rentalId}',
      pathParameters: { rentalId: 'r1' },
      routeArn: expect.stringMatching(
        /^arn:aws:execute-api:us-east-1:000000000000:\w{10}\/\$default\/PUT\/v1\/rentals\/r1$/,
      ),
    });
    expect(sample.events.at(-1)?.event).toMatchObject({ requestContext: { authorizer: { lambda: { thing: 'k1' } } } });
  });

  it('asks nobody where the token is missing', async () => {
    const response = await authorized();

    expect([response.status, response.body.toString()]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(sample.events).toEqual([]);
  });

  it('refuses whom it refuses', async () => {
    sample.answers['Sample-Check'] = () => ({ isAuthorized: false });

    const response = await authorized('Bearer abc');

    expect([response.status, response.body.toString()]).toEqual([403, '{"message":"Forbidden"}']);
    expect(sample.events.map(({ functionName }) => functionName)).toEqual(['Sample-Check']);
  });

  it('lets nobody through where it fails or gives no clear answer', async () => {
    const failing = () => {
      throw new Error('no key');
    };
    const statuses: number[] = [];
    for (const answer of [failing, () => ({}), () => null, () => ({ isAuthorized: 'true' })]) {
      sample.answers['Sample-Check'] = answer;
      statuses.push((await authorized('Bearer abc')).status);
    }

    expect(statuses).toEqual([500, 500, 500, 500]);
  });

  it('remembers its answer about one token for as long as the template says', async () => {
    await authorized('Bearer abc');
    sample.clock.advance(299_999);
    await authorized('Bearer abc');
    const before = asked();
    sample.clock.advance(1);
    await authorized('Bearer abc');

    expect([before, asked()]).toEqual([1, 2]);
  });

  it('never takes the answer about one token for that about another', async () => {
    await authorized('Bearer abc');
    sample.answers['Sample-Check'] = () => ({ isAuthorized: false });

    const response = await authorized('Bearer abcd');

    expect(response.status).toBe(403);
  });
});
