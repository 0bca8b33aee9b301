import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { CredentialReplayed } from '../../../functions/identity/errors.ts';
import { useDynamo } from '../dynamo.ts';
import { CREDENTIAL, RESIDENT, VISITOR } from '../orchestration/exchange.ts';
import { handOver, RENTAL_ID } from '../orchestration/rental-news.ts';
import type { Call } from '../shared/http-event.ts';
import { type FrontEnd, jsonOf, setUpFrontEnd } from './front-end.ts';

const dynamo = useDynamo();
let front: FrontEnd | undefined;
afterEach(async () => {
  jest.restoreAllMocks();
  await front?.close();
  front = undefined;
});

async function setUp(): Promise<FrontEnd> {
  front = await setUpFrontEnd(dynamo.client);
  return front;
}

describe('the first prompt', () => {
  it('opens a session that says what is offered', async () => {
    const { scan } = await setUp();

    const answer = await scan();

    expect(answer).toMatchObject({ statusCode: 201, headers: { 'cache-control': 'no-store' } });
    expect(jsonOf(answer)).toMatchObject({ offer: RESIDENT.offer, rider: { kind: 'resident', partyLimit: 3 } });
  });

  it("passes on a refusal in the service's words", async () => {
    const { scan, admission } = await setUp();
    admission.says(new CredentialReplayed('This scan of your ID was used already.'));

    const answer = await scan();

    expect(answer.statusCode).toBe(409);
    expect(jsonOf(answer)).toEqual({
      type: 'urn:freewheel:problem:credential-replayed',
      title: 'Credential replayed',
      status: 409,
      detail: 'This scan of your ID was used already.',
    });
  });

  it('says nothing of a fault inside', async () => {
    const { scan, admission } = await setUp();
    admission.says(new TypeError("Cannot read properties of undefined (reading 'rider')"));

    const answer = await scan();

    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('properties');
  });

  it('goes by the kiosk that the authoriser named', async () => {
    const { call, admission } = await setUp();

    const answer = await call('sessions', { kioskId: 'station', body: { credential: CREDENTIAL } });
    const claimed = await call('sessions', { body: { credential: CREDENTIAL, kioskId: 'station' } });

    expect(answer.statusCode).toBe(201);
    expect(admission.asked.map(({ input }) => input.kioskId)).toEqual(['station']);
    expect(jsonOf(claimed)).toMatchObject({ status: 422, errors: [{ pointer: '#/kioskId' }] });
  });

  it('never puts a credential into a log', async () => {
    const { scan, call, log, admission } = await setUp();
    admission.says(new CredentialReplayed('Used.'));

    await scan();
    await call('sessions', { body: { credential: CREDENTIAL, x: 1 } });

    expect(log.length).toBeGreaterThan(0);
    expect(log.join()).not.toContain(CREDENTIAL);
  });
});

describe('the second prompt', () => {
  it('is answered at once, and says where to look', async () => {
    const { call, scanned } = await setUp();

    const answer = await call('put', { body: { sessionId: await scanned(), bikes: 2 } });

    expect(answer).toMatchObject({ statusCode: 202, headers: { location: `/v1/rentals/${RENTAL_ID}` } });
    expect(jsonOf(answer)).toEqual({
      rentalId: RENTAL_ID,
      kioskId: 'harbour',
      bikes: 2,
      requestedAt: '2026-05-01T12:00:00.000Z',
    });
  });

  it('gets the same answer to the letter when it is asked again, and one rental', async () => {
    const { call, scanned, started, clock } = await setUp();
    const body = { sessionId: await scanned(), bikes: 2 };
    const first = await call('put', { body });

    clock.set('2026-05-02T12:00:00.000Z');
    const second = await call('put', { body });

    expect(second).toEqual(first);
    expect(started).toHaveLength(1);
  });

  it.each<[number, string, Call & { bikes?: number }]>([
    [409, 'rental-conflict', { bikes: 1 }],
    [409, 'rental-conflict', { kioskId: 'station' }],
    [422, 'request-invalid', { rentalId: 'rental-1' }],
    [422, 'request-invalid', { bikes: 0 }],
    [415, 'content-type-unsupported', { headers: { 'content-type': 'text/plain' } }],
  ])('is refused with %i %s for %j', async (status, type, { bikes = 2, ...change }) => {
    const { call, scanned } = await setUp();
    const sessionId = await scanned();
    await call('put', { body: { sessionId, bikes: 2 } });

    const answer = await call('put', { ...change, body: { sessionId, bikes } });

    expect(answer).toMatchObject({ statusCode: status, headers: { 'content-type': 'application/problem+json' } });
    expect(jsonOf(answer)).toMatchObject({ status, type: `urn:freewheel:problem:${type}` });
  });

  it('is refused when the session has ended, with a sentence for the rider', async () => {
    const { call, scanned, clock } = await setUp();
    const sessionId = await scanned();
    clock.set('2026-05-01T12:06:00.000Z');

    const answer = await call('put', { body: { sessionId, bikes: 1 } });

    expect(jsonOf(answer)).toMatchObject({ status: 403, detail: 'This session has ended. Please scan your ID again.' });
  });

  it('is refused without a kiosk', async () => {
    const { call, scanned } = await setUp();
    const body = { sessionId: await scanned(), bikes: 1 };

    const answer = await call('put', { kioskId: '', body });

    expect(answer).toMatchObject({ statusCode: 401, headers: { 'www-authenticate': 'Bearer' } });
  });

  it('takes a visitor who has tapped a card, and tells one who has not', async () => {
    const { call, scanned, admission, started, log } = await setUp();
    admission.says(VISITOR);
    const body = { sessionId: await scanned(), bikes: 1 };

    const without = await call('put', { body });
    const tapped = await call('put', { body: { ...body, paymentMethod: 'pm_card_visa' } });

    expect(without.statusCode).toBe(422);
    expect(jsonOf(without)).toEqual({
      type: 'urn:freewheel:problem:payment-method-missing',
      title: 'Payment method missing',
      status: 422,
      detail: 'Visitors pay by card. Please tap your card on the reader.',
    });
    expect(tapped.statusCode).toBe(202);
    expect(tapped.body).not.toContain('pm_card_visa');
    expect(started).toMatchObject([{ kind: 'visitor', paymentMethod: 'pm_card_visa' }]);
    expect(log.join()).not.toContain('pm_card_visa');
  });

  it.each([
    ['4242 4242 4242 4242', 'must be a payment method'],
    ['4242424242424242', 'must not be the number of a card'],
    ['4242-4242-4242-4242', 'must not be the number of a card'],
  ])('refuses %s in place of a payment method, and does not repeat it', async (paymentMethod, detail) => {
    const { call, scanned, admission, started, log } = await setUp();
    admission.says(VISITOR);

    const answer = await call('put', { body: { sessionId: await scanned(), bikes: 1, paymentMethod } });

    const errors = expect.arrayContaining([{ pointer: '#/paymentMethod', detail }]);
    expect(jsonOf(answer)).toMatchObject({ status: 422, errors });
    expect([answer.body, ...log].join()).not.toContain('4242');
    expect(started).toEqual([]);
  });

  it('keeps the credential in the session, and in no rental', async () => {
    const { call, scanned, rentalsTable, sessionsTable } = await setUp();

    await call('put', { body: { sessionId: await scanned(), bikes: 1 } });

    const inTable = async (table: string) =>
      JSON.stringify((await dynamo.client.send(new ScanCommand({ TableName: table }))).Items);
    expect(await inTable(sessionsTable)).toContain(CREDENTIAL);
    expect(await inTable(rentalsTable)).not.toContain(CREDENTIAL);
  });
});

describe('looking at a rental', () => {
  it('shows how far it has come, with its revision as the tag', async () => {
    const { call, scanned, tell } = await setUp();
    await call('put', { body: { sessionId: await scanned(), bikes: 1 } });
    for (const news of handOver(1)) await tell(news);

    const answer = await call('get', {});

    expect(answer).toMatchObject({ statusCode: 200, headers: { etag: '"10"', 'cache-control': 'private, no-cache' } });
    expect(jsonOf(answer)).toMatchObject({ status: 'preparing', revision: 10, bikes: [{ slot: 1, step: 'onTrip' }] });
  });

  it.each(['"1"', 'W/"1"', '"0", "1"', '*'])('costs nothing when %s is known already', async (known) => {
    const { call, scanned } = await setUp();
    await call('put', { body: { sessionId: await scanned(), bikes: 1 } });

    const answer = await call('get', { headers: { 'if-none-match': known } });

    expect(answer).toMatchObject({ statusCode: 304, headers: { etag: '"1"', 'cache-control': 'private, no-cache' } });
    expect(answer.body).toBeUndefined();
  });

  it('shows it again once something was learnt', async () => {
    const { call, scanned, tell } = await setUp();
    await call('put', { body: { sessionId: await scanned(), bikes: 1 } });
    await tell(handOver(1)[0]);

    const answer = await call('get', { headers: { 'if-none-match': '"1"' } });

    expect(answer.statusCode).toBe(200);
  });

  it.each<[string, Call]>([
    ['that is not there', { rentalId: '22222222-2222-4222-8222-222222222222' }],
    ["of another kiosk's", { kioskId: 'station' }],
    ['whose id cannot be one', { rentalId: 'x' }],
  ])('finds none %s', async (_, change) => {
    const { call, scanned } = await setUp();
    await call('put', { body: { sessionId: await scanned(), bikes: 1 } });

    const answer = await call('get', change);

    expect(jsonOf(answer)).toMatchObject({ status: 404, type: 'urn:freewheel:problem:rental-unknown' });
  });
});
