import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { openSession as openSessionRoute } from '../../../functions/frontend/open-session.ts';
import { lambdaOrchestration } from '../../../functions/frontend/orchestration.ts';
import { requestRental } from '../../../functions/frontend/request-rental.ts';
import { viewRental } from '../../../functions/frontend/view-rental.ts';
import { CredentialReplayed } from '../../../functions/identity/errors.ts';
import { OpenSession, ReadRental, StartRental } from '../../../functions/orchestration/contract.ts';
import { openSession } from '../../../functions/orchestration/open-session.ts';
import { projectRental } from '../../../functions/orchestration/project-rental.ts';
import { readRental } from '../../../functions/orchestration/read-rental.ts';
import { startRental } from '../../../functions/orchestration/start-rental.ts';
import { httpHandler } from '../../../functions/shared/http-handler.ts';
import { workflowHandler } from '../../../functions/shared/workflow-handler.ts';
import { type Dynamo, startDynamo } from '../dynamo.ts';
import { CREDENTIAL, RESIDENT, setUpExchange } from '../orchestration/exchange.ts';
import { handOver, RENTAL_ARN, RENTAL_ID } from '../orchestration/rental-news.ts';
import { type AwsEndpoint, startAwsEndpoint, type WireAnswer } from '../shared/aws-endpoint.ts';
import { captureLog } from '../shared/captured-log.ts';
import { type Call, httpEvent } from '../shared/http-event.ts';

const context = {} as Context;
const names = { openSession: 'open-session', startRental: 'start-rental', readRental: 'read-rental' };

let dynamo: Dynamo;
let lambda: AwsEndpoint | undefined;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await lambda?.close();
  lambda = undefined;
});
afterAll(() => dynamo.close());

/** Runs a function as Lambda does: an error becomes an answer that says so. */
async function invoke(
  run: (command: unknown, context: Context) => Promise<unknown>,
  body: string,
): Promise<WireAnswer> {
  try {
    return { body: await run(JSON.parse(body), context) };
  } catch (error) {
    const { name: errorType, message: errorMessage } = error as Error;
    return { headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorType, errorMessage, trace: [] } };
  }
}

/** The front end in front of orchestration's own functions, with a Lambda on loopback in between. */
async function setUp() {
  const log = captureLog();
  const exchange = await setUpExchange(dynamo.client);
  const functions = new Map([
    ['open-session', workflowHandler({ command: OpenSession, bind: () => openSession(exchange) })],
    [
      'start-rental',
      workflowHandler({ command: StartRental, bind: () => startRental({ ...exchange, tokens: exchange.signer }) }),
    ],
    ['read-rental', workflowHandler({ command: ReadRental, bind: () => readRental(exchange) })],
  ] as [string, (command: unknown, context: Context) => Promise<unknown>][]);
  lambda = await startAwsEndpoint(async ({ path, body }) => {
    const run = functions.get(path.split('/')[3] ?? '');
    return run ? invoke(run, body) : { status: 404, body: {} };
  });
  const orchestration = lambdaOrchestration(names);
  const routes = {
    sessions: httpHandler({ bind: () => openSessionRoute({ orchestration }) }),
    put: httpHandler({ bind: () => requestRental({ orchestration }) }),
    get: httpHandler({ bind: () => viewRental({ orchestration }) }),
  };
  const call = async (route: keyof typeof routes, { body, ...rest }: Omit<Call, 'body'> & { body?: unknown }) => {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json', ...rest.headers };
    return routes[route](httpEvent({ kioskId: 'harbour', rentalId: RENTAL_ID, ...rest, ...text, headers }), context);
  };
  const scan = () => call('sessions', { body: { credential: CREDENTIAL } });
  return {
    ...exchange,
    log,
    call,
    scan,
    scanned: async () => jsonOf(await scan())['sessionId'] as string,
    tell: projectRental({ ...exchange, rentalArn: RENTAL_ARN }),
  };
}

const jsonOf = (answer: APIGatewayProxyStructuredResultV2) =>
  JSON.parse(answer.body ?? 'null') as Record<string, unknown>;

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

    expect(answer).toMatchObject({ statusCode: 200, headers: { etag: '"8"', 'cache-control': 'private, no-cache' } });
    expect(jsonOf(answer)).toMatchObject({ status: 'preparing', revision: 8, bikes: [{ slot: 1, step: 'onTrip' }] });
  });

  it.each(['"1"', 'W/"1"', '"0", "1"', '*'])('costs nothing when %s is known already', async (known) => {
    const { call, scanned } = await setUp();
    await call('put', { body: { sessionId: await scanned(), bikes: 1 } });

    const answer = await call('get', { headers: { 'if-none-match': known } });

    expect(answer).toEqual({ statusCode: 304, headers: { etag: '"1"', 'cache-control': 'private, no-cache' } });
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
