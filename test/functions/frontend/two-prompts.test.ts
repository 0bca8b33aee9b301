import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { CompactEncrypt, createLocalJWKSet, importJWK, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import { handler as openSessionRoute } from '../../../functions/frontend/kiosks/open-session.ts';
import { handler as readReceipt } from '../../../functions/frontend/kiosks/read-receipt.ts';
import { handler as requestRental } from '../../../functions/frontend/kiosks/request-rental.ts';
import { handler as viewRental } from '../../../functions/frontend/kiosks/view-rental.ts';
import { handler as importAddresses } from '../../../functions/identity/import-addresses.ts';
import { handler as importResidents } from '../../../functions/identity/import-residents.ts';
import { handler as verifyCredential } from '../../../functions/identity/verify-credential.ts';
import { handler as authorizeKiosk } from '../../../functions/orchestration/authorize-kiosk.ts';
import { handler as issueKioskToken } from '../../../functions/orchestration/issue-kiosk-token.ts';
import { handler as openSession } from '../../../functions/orchestration/open-session.ts';
import { handler as projectRental } from '../../../functions/orchestration/project-rental.ts';
import { handler as publishKeys } from '../../../functions/orchestration/publish-keys.ts';
import { handler as readRental } from '../../../functions/orchestration/read-rental.ts';
import { handler as registerKiosks } from '../../../functions/orchestration/register-kiosks.ts';
import { handler as startRental } from '../../../functions/orchestration/start-rental.ts';
import { handler as vouchForRider } from '../../../functions/orchestration/vouch-for-rider.ts';
import { SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import { handler as quoteFare } from '../../../functions/payments/quote-fare.ts';
import type { HttpEvent } from '../../../functions/shared/http-handler.ts';
import { documentClient } from '../../../functions/shared/table.ts';
import { instant, systemClock } from '../../../seams/clock.ts';
import { paymentEvent, receiptOf } from '../orchestration/rental-news.ts';
import { captureLog } from '../shared/captured-log.ts';
import { httpEvent } from '../shared/http-event.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';
import { type Cloud, startCloud } from './cloud.ts';

const context = {} as Context;
const ISSUER = 'urn:freewheel:testville';
const rentalId = randomUUID();
const fare = { currency: 'EUR', unlockFee: 0, perMinute: 0, freeMinutes: 60, dailyCap: 0 };
const LIMITS = { graceMinutes: 15, overdueMinutes: 720, missingMinutes: 1440 };
const document = {
  iin: '636001',
  number: '510224817',
  expiresOn: '2099-03-14',
  address: { street: '5 Lantern Street', city: 'Havenbrook', postalCode: '14400', state: 'NY' },
};

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
  const client = documentClient();
  Object.assign(process.env, {
    IDENTITY_TABLE: await createKeyedTable(client, 'id'),
    ALLOWANCES_TABLE: await createKeyedTable(client, 'id'),
    SESSIONS_TABLE: await createKeyedTable(client, 'id'),
    RENTALS_TABLE: await createKeyedTable(client, 'rentalId'),
    KIOSKS_TABLE: await createKeyedTable(client, 'kioskId'),
    CREDENTIAL_KEY_IDS: 'credential',
    PEPPER_KEY_IDS: 'pepper',
    EVENT_BUS: 'bus',
    TOKEN_KEY_IDS: 'token',
    TOKEN_ISSUER: ISSUER,
    CITY: 'testville',
    CITY_TIME_ZONE: 'America/New_York',
    ADMISSION_ARN: 'arn:aws:states:eu-west-1:000000000000:stateMachine:admission',
    RENTAL_ARN: 'arn:aws:states:eu-west-1:000000000000:stateMachine:rental',
    TARIFF: JSON.stringify({ resident: fare, visitor: fare, ...LIMITS }),
    OPEN_SESSION_FUNCTION: 'open-session',
    START_RENTAL_FUNCTION: 'start-rental',
    READ_RENTAL_FUNCTION: 'read-rental',
  });
  cloud.functions.set('open-session', openSession).set('start-rental', startRental).set('read-rental', readRental);
  cloud.admit = async (input) => {
    const rider = await verifyCredential(input, context);
    const quoted = await quoteFare({ kind: rider.kind }, context);
    return { rider, offer: { bikesMax: rider.partyLimit, bikesAvailable: 5, bikesOut: 0, fare: quoted } };
  };
});
beforeEach(() => {
  captureLog();
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => cloud.close());

async function ask(route: typeof openSessionRoute, event: HttpEvent) {
  const { statusCode, body } = await route(event, context);
  return { statusCode, body: JSON.parse(body ?? 'null') as Record<string, string> };
}

/** What a kiosk does before it can ask for anything: it trades an assertion for a token, and is let in with it. */
async function letIn(device: ReturnType<typeof deviceKey>): Promise<string> {
  const now = Math.floor(systemClock.now() / 1000);
  const assertion = await new SignJWT({ iss: 'harbour', sub: 'harbour', aud: ISSUER, exp: now + 50, jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(device.privateKey);
  const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const issued = await ask(issueKioskToken, httpEvent({ method: 'POST', path: '/v1/token', headers, body }));
  const authorization = await authorizeKiosk({ identitySource: [`Bearer ${issued.body['access_token']}`] }, context);
  return authorization.isAuthorized ? authorization.context.kioskId : '';
}
const deviceKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

async function keySet(): Promise<JSONWebKeySet> {
  return (await ask(publishKeys, httpEvent())).body as unknown as JSONWebKeySet;
}

async function sealScan(read = document): Promise<string> {
  const key = await importJWK((await keySet()).keys.find(({ use }) => use === 'enc') ?? {});
  const sealedAt = instant(systemClock.now());
  const credential = { document: read, kioskId: 'harbour', nonce: randomBytes(16).toString('base64url'), sealedAt };
  return new CompactEncrypt(Buffer.from(JSON.stringify(credential)))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
    .encrypt(key);
}

describe('two prompts, by the functions as they are deployed', () => {
  it('take a resident from the scan to the token that moves a bike', async () => {
    const device = deviceKey();
    const publicKey = device.publicKey.export({ format: 'jwk' });
    await registerKiosks({ kiosks: [{ kioskId: 'harbour', thing: 'harbour', publicKey }] }, context);
    await importAddresses({ points: [document.address], isLast: true }, context);
    await importResidents({ residents: [{ ...document, household: 'ferreira', householdSize: 3 }] }, context);
    const kioskId = await letIn(device);
    const headers = { 'content-type': 'application/json' };

    const scanned = JSON.stringify({ credential: await sealScan() });
    const session = await ask(openSessionRoute, httpEvent({ kioskId, headers, body: scanned }));
    const asked = JSON.stringify({ sessionId: session.body['sessionId'], bikes: 2 });
    const requested = await ask(requestRental, httpEvent({ kioskId, headers, rentalId, body: asked }));
    const rentalToken = cloud.rentals[0]?.['rentalToken'] ?? '';
    const bike = { kioskId, slot: 1, bikeId: 'HB-1', bay: 4 };
    const { bikeToken } = await vouchForRider({ ...bike, rentalToken }, context);
    const reserved = { type: 'BikeReserved', at: '2026-05-01T12:00:00.000Z', rentalId, ...bike };
    await projectRental({ detail: reserved }, context);
    const seen = await ask(viewRental, httpEvent({ kioskId, rentalId }));

    expect(kioskId).toBe('harbour');
    expect(session).toMatchObject({ statusCode: 201, body: { rider: { kind: 'resident', partyLimit: 3 } } });
    expect(requested).toMatchObject({ statusCode: 202, body: { rentalId, bikes: 2 } });
    const { payload } = await jwtVerify(bikeToken, createLocalJWKSet(await keySet()), { audience: 'kiosk:harbour' });
    expect(payload).toMatchObject({ rental: rentalId, bike: 'HB-1', bay: 4, slot: 1 });
    expect(seen).toMatchObject({ statusCode: 200, body: { status: 'preparing', bikes: [{ step: 'reserved' }] } });
    expect(cloud.published.map(({ payload: text }) => JSON.parse(text) as object)).toEqual([seen.body]);
  });

  it('take a visitor from the tap of a card to the receipt', async () => {
    const headers = { 'content-type': 'application/json' };
    const kiosk = { kioskId: 'harbour', headers, rentalId: randomUUID() };
    const scanned = JSON.stringify({ credential: await sealScan({ ...document, number: '900000001' }) });
    const session = await ask(openSessionRoute, httpEvent({ ...kiosk, body: scanned }));
    const asked = { sessionId: session.body['sessionId'], bikes: 1 };

    const refused = await ask(requestRental, httpEvent({ ...kiosk, body: JSON.stringify(asked) }));
    const tapped = JSON.stringify({ ...asked, paymentMethod: SANDBOX_CARDS.good });
    const requested = await ask(requestRental, httpEvent({ ...kiosk, body: tapped }));
    const early = await ask(readReceipt, httpEvent(kiosk));
    const receipt = { ...receiptOf([1], 225), rentalId: kiosk.rentalId };
    const captured = { ...paymentEvent('PaymentCaptured', 901, { receipt }), rentalId: kiosk.rentalId };
    await projectRental({ detail: captured }, context);
    const read = await ask(readReceipt, httpEvent(kiosk));

    expect(session).toMatchObject({ statusCode: 201, body: { rider: { kind: 'visitor' } } });
    expect(refused).toMatchObject({ statusCode: 422, body: { title: 'Payment method missing' } });
    expect(requested.statusCode).toBe(202);
    expect(cloud.rentals.at(-1)).toMatchObject({ kind: 'visitor', paymentMethod: SANDBOX_CARDS.good });
    expect(early).toMatchObject({ statusCode: 404, body: { title: 'Receipt unknown' } });
    expect(read).toEqual({ statusCode: 200, body: receipt });
  });

  it('say in one sentence why a scan that was used cannot be used again', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ credential: await sealScan() });
    await ask(openSessionRoute, httpEvent({ kioskId: 'harbour', headers, body }));

    const again = await ask(openSessionRoute, httpEvent({ kioskId: 'harbour', headers, body }));

    expect(again).toMatchObject({
      statusCode: 409,
      body: { detail: 'This scan of your ID was used already. Please scan your ID again.' },
    });
  });
});
