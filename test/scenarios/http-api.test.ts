import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { screen } from '../../laptop/rider.ts';
import { eventually, openTestCity, type TestCity } from './city.ts';
import { assertionOf, type KioskClient, kioskClient, requestToken } from './kiosk-client.ts';

describe('the HTTP API', () => {
  let city: TestCity;
  let client: KioskClient;

  beforeAll(async () => {
    city = await openTestCity();
    client = await kioskClient(city, 'harbour-steps');
  });
  afterAll(() => city.dispose());

  const rent = (rentalId: string, body: unknown) => client.call('PUT', `/v1/rentals/${rentalId}`, body);

  it('answers a kiosk that nobody registered with its id and what to do, and gives no token', async () => {
    const assertion = await assertionOf(city, 'moon-base', 'harbour-steps');

    const answer = await requestToken(city, assertion);

    expect(answer.status).toBe(401);
    expect(answer.body['error']).toBe('invalid_client');
    expect(answer.body['error_description']).toContain('moon-base');
  });

  it("refuses a kiosk that signs with another kiosk's key", async () => {
    const answer = await requestToken(city, await assertionOf(city, 'library', 'harbour-steps'));

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toHaveProperty('access_token');
  });

  it('refuses an assertion that was used before', async () => {
    const assertion = await assertionOf(city, 'library');

    const first = await requestToken(city, assertion);
    const second = await requestToken(city, assertion);

    expect(first.status).toBe(200);
    expect(second.status).toBe(400);
    expect(second.body['error']).toBe('invalid_grant');
  });

  it.each(['', 'Bearer', 'Bearer x.y.z', 'Basic a2lvc2s6a2lvc2s='])(
    'lets nobody in with "%s"',
    async (authorization) => {
      const answer = await client.call('GET', `/v1/rentals/${randomUUID()}`, undefined, { authorization });

      expect([401, 403]).toContain(answer.status);
    },
  );

  it.each([
    [0, 'at least 1'],
    [-1, 'at least 1'],
    [1.5, 'whole number'],
    [99, 'at most 20'],
    ['two', 'whole number'],
  ])('refuses %s bikes, and says where and why', async (bikes, why) => {
    const session = await client.openSession('Priya');

    const answer = await rent(randomUUID(), { sessionId: session.body['sessionId'], bikes });

    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.stringify(answer.body['errors'])).toContain(why);
    expect(JSON.stringify(answer.body['errors'])).toContain('#/bikes');
  });

  it.each([
    ['not JSON', '{"sessionId":', 400],
    ['a list', '[]', 422],
    ['nothing', '', 400],
    ['a field too many', JSON.stringify({ sessionId: randomUUID(), bikes: 1, coupon: 'FREE' }), 422],
    ['far too much', JSON.stringify({ sessionId: 'x'.repeat(20_000), bikes: 1 }), 413],
  ])('refuses a body that is %s', async (_what, body, status) => {
    const answer = await rent(randomUUID(), body);

    expect(answer.status).toBe(status);
    expect(answer.body['detail']).toBeTruthy();
  });

  it('refuses another media type than JSON', async () => {
    const answer = await client.call('PUT', `/v1/rentals/${randomUUID()}`, 'bikes=1', { 'content-type': 'text/plain' });

    expect(answer.status).toBe(415);
  });

  it('knows no rental that was not requested, and none by a name that is no id', async () => {
    const unknown = await client.call('GET', `/v1/rentals/${randomUUID()}`);
    const nonsense = await client.call('GET', '/v1/rentals/the-last-one');

    expect([unknown.status, nonsense.status]).toEqual([404, 404]);
  });

  it('refuses more bikes than the household may have, and starts nothing', async () => {
    const session = await client.openSession('Priya');
    const before = await city.executions('Rental');

    const answer = await rent(randomUUID(), { sessionId: session.body['sessionId'], bikes: 2 });

    expect(answer.status).toBe(422);
    expect(answer.body['detail']).toContain('1 bike');
    expect(await city.executions('Rental')).toEqual(before);
  });

  it('gives a repeated request the same answer and one execution, also after the rental ended; another body conflicts', async () => {
    const { body: session } = await client.openSession('Tariq');
    const rentalId = randomUUID();
    const request = { sessionId: session['sessionId'], bikes: 1 };
    const { machine } = city.kiosk('harbour-steps');
    const stop = machine.onChange(() => void machine.take());

    const [first, twin] = await Promise.all([rent(rentalId, request), rent(rentalId, request)]);
    const conflict = await rent(rentalId, { ...request, bikes: 2 });
    const view = await eventually(async () => {
      const { body } = await client.call('GET', `/v1/rentals/${rentalId}`);
      return body['status'] === 'handedOver' && body;
    });
    const late = await rent(rentalId, request);
    const lateConflict = await rent(rentalId, { ...request, bikes: 2 });
    const executions = (await city.executions('Rental')).filter(({ name }) => name === rentalId);
    stop();

    expect(first.status).toBe(202);
    expect(twin.body).toEqual(first.body);
    expect(late.body).toEqual(first.body);
    expect([conflict.status, lateConflict.status]).toEqual([409, 409]);
    expect(executions).toHaveLength(1);
    expect(view).toMatchObject({ rentalId, kioskId: 'harbour-steps' });
  });

  it("does not show one kiosk's rental to another", async () => {
    const other = await kioskClient(city, 'library');
    const [rental] = await city.executions('Rental');

    const answer = await other.call('GET', `/v1/rentals/${rental?.name}`);

    expect(answer.status).toBe(404);
  });

  it('refuses a scan that was sealed at another kiosk, and one that was opened before', async () => {
    const other = await kioskClient(city, 'library');
    const elsewhere = await other.seal('Odette');
    const here = await client.seal('Odette');

    const foreign = await client.call('POST', '/v1/sessions', { credential: elsewhere });
    const first = await client.call('POST', '/v1/sessions', { credential: here });
    const replayed = await client.call('POST', '/v1/sessions', { credential: here });

    expect(foreign.status).toBe(403);
    expect(first.status).toBe(201);
    expect(replayed.status).toBe(409);
  });

  it('keeps nothing of a licence in any execution, event log or table in clear', async () => {
    const { number } = city.city.residents.find(({ firstName }) => firstName === 'Tariq') ?? { number: '' };

    const kept = await city.everythingKept();

    expect(kept.length).toBeGreaterThan(1000);
    expect(kept).not.toContain(number);
    expect(kept).not.toMatch(/haddad|orchard avenue/i);
  });

  it('publishes its contract and its keys', async () => {
    const openapi = await client.call('GET', '/openapi.json');
    const keys = await client.call('GET', '/.well-known/jwks.json');

    expect(openapi.body['openapi']).toMatch(/^3\.1/);
    expect(Object.keys(openapi.body['paths'] as object)).toEqual(
      expect.arrayContaining(['/v1/token', '/v1/sessions', '/v1/rentals/{rentalId}']),
    );
    expect(keys.body['keys']).toEqual(
      expect.arrayContaining([expect.objectContaining({ use: 'sig' }), expect.objectContaining({ use: 'enc' })]),
    );
  });

  it('reads a truncated scan as unreadable at the kiosk, which asks to scan again', async () => {
    const kiosk = city.kiosk('clock-tower');

    kiosk.machine.scan(city.card('Ines').slice(0, 70));
    const shown = await screen(kiosk, 'refused');

    expect(shown.message).toMatch(/again/);
  });
});
