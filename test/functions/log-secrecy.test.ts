import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { CompactEncrypt } from 'jose';
import { RENTAL_AUDIENCES } from '../../functions/shared/tokens.ts';
import { commandId } from '../../functions/storage/contract.ts';
import { handlerFiles, handlers } from '../../infra/handlers.ts';
import { credential, DOCUMENT, openWith } from './identity/identity-keys.ts';
import { ENVIRONMENT, ISSUER, KMS, OUTAGES, quoted, READS } from './quoting-aws.ts';
import { type AwsEndpoint, startAwsEndpoint, type WireAnswer, type WireCall } from './shared/aws-endpoint.ts';
import { captureLog } from './shared/captured-log.ts';
import { httpEvent } from './shared/http-event.ts';

const RENTAL = '11111111-1111-4111-8111-111111111111';
const SESSION = '5e551000-0000-4000-8000-000000000000';
const NOW_SECONDS = Math.floor(Date.parse('2026-05-01T10:00:00.000Z') / 1000);
const FAR = 4_000_000_000;

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

function token(claims: object): string {
  const content = `${encode({ alg: 'ES256', typ: 'JWT', kid: 'token-key' })}.${encode({ iss: ISSUER, iat: NOW_SECONDS, exp: FAR, jti: 'a-token-of-the-test', ...claims })}`;
  const signature = sign('sha256', Buffer.from(content), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}

const rentalToken = token({
  aud: RENTAL_AUDIENCES,
  scope: 'rental',
  sub: 'rider_0123456789abcdef',
  rental: RENTAL,
  kiosk: 'harbour',
  session: SESSION,
});
const reservationToken = token({
  ...{ aud: ['bikes'], scope: 'reservation', sub: 'party_0123456789abcdef', kiosk: 'harbour', bikes: 1, limit: 2 },
  reservation: '22222222-2222-4222-8222-222222222222',
});
const accessToken = token({ aud: 'api', scope: 'kiosk', sub: 'harbour', thing: 'harbour' });
const bikeToken = token({ aud: 'kiosk:harbour', scope: 'bike' });
const assertion = token({ iss: 'harbour', sub: 'harbour', aud: ISSUER });
const taskToken = Buffer.from('a task token, of which AWS makes long ones. '.repeat(9)).toString('base64');
/** As long as Stripe's are. */
const paymentMethod = 'pm_1MqLiJLkdIwHu7ixUEgbFdYF';
/** A key of nobody's account. */
const ACQUIRER_KEY = 'sk_test_51NotARealKeyOfAnybody';
let sealed = '';

/** Nothing of these may be in any line: neither what the functions are given, nor what they find inside. */
const secrets = () => [
  ...[sealed, rentalToken, reservationToken, accessToken, bikeToken, assertion].flatMap((one) => one.split('.')),
  taskToken,
  paymentMethod,
  ACQUIRER_KEY,
  DOCUMENT.number,
  DOCUMENT.address.street,
  'Doe household',
];

const bike = { slot: 1, bikeId: 'bike-1', bay: 1 };
const command = { taskToken, rentalToken, bikeToken, kioskId: 'harbour', ...bike };
const happened = { at: '2026-05-01T10:00:00.000Z', kioskId: 'harbour', rentalId: RENTAL, ...bike };
const taken = commandId(RENTAL, bike.slot, 'openUntilTaken');
const fact = { ...happened, type: 'BikeTaken', seq: 1, thing: 'harbour', commandId: taken };
const PHOTO = 'ab'.repeat(16);
const photo = { mediaType: 'image/png', bytes: 20, sha256: 'ab'.repeat(32) };
const reportId = '22222222-2222-4222-8222-222222222222';
const hold = { rentalId: RENTAL, slot: 1 };
const byHand = { changeId: reportId, by: 'operator/olga', reason: 'A rider has called.' };
const action = { requestId: reportId, kind: 'quarantineBike', reason: byHand.reason };
const quarantine = { bikeId: 'bike-1', isQuarantined: true };
const correction = { bikeId: 'bike-1', kioskId: 'harbour', from: 1, to: 2, seenAt: happened.at };
const payment = { rentalId: RENTAL, status: 'authorized', authorized: 4000, changedAt: happened.at };
/** A rental that was stopped: looking it up brings its token with it. */
const stopped = {
  ...{ executionArn: 'arn:aws:states:::execution:rental:1', stateMachineArn: 'arn:aws:states:::rental', name: RENTAL },
  ...{
    status: 'TIMED_OUT',
    startDate: 1,
    input: JSON.stringify({ rentalToken }),
    cause: rentalToken,
    error: rentalToken,
  },
};
const party = { partyRef: 'party_0123456789abcdef', partyLimit: 2 };
const booting = {
  ...{ city: 'testville', programVersion: '1.0.0', configVersion: 'a1b2', bays: 9, at: happened.at },
  faults: [{ bay: 3, status: 'lockFailure' }],
};
const alert = { type: 'other', summary: [{ text: 'Bring a helmet.', language: 'en-US' }] };
const json = { 'content-type': 'application/json' };
const post = (body: object) =>
  httpEvent({ method: 'POST', headers: json, body: JSON.stringify(body), kioskId: 'harbour' });

const nearest = {
  ...httpEvent({ kioskId: 'harbour' }),
  ...{ pathParameters: { kioskId: 'harbour' }, queryStringParameters: { want: 'bikes' } },
};
const put = (body: object) => ({ ...post(body), pathParameters: { rentalId: RENTAL } });

const { expiresOn: _, ...licence } = DOCUMENT;
const registration = { ...licence, consentVersion: '2026-05' };
const invitation = { code: 'ABCDEFGHIJ' };
const decision = { decision: 'approve', reason: 'papers seen' };
const repair = { repairId: 'bike-1-1', bikeId: 'bike-1' };
const deed = { repairId: repair.repairId, mechanic: 'mia', requestId: reportId };
const fine = 'fine';
const checklist = { brakes: fine, tyres: fine, chain: fine, lights: fine, saddle: fine, frame: fine };
const parts = [{ name: 'Brake pad', count: 1 }];
/** A request of somebody who has signed in, as an operator and a mechanic too. */
const signedIn = (body: object = {}) => {
  const event = post(body);
  const claims = { sub: 'olga', token_use: 'access', 'cognito:groups': '[operators mechanics]' };
  return { ...event, requestContext: { ...event.requestContext, authorizer: { jwt: { claims } } } };
};

const workOn = (body: object = {}) => ({
  ...signedIn(body),
  pathParameters: { repairId: repair.repairId },
});

/** An event for each handler that brings it as far as it gets. */
const events = (): Record<string, unknown> => ({
  'bikes/await-return': { taskToken, rentalToken, slot: 1 },
  'bikes/boot-kiosk': { ...booting, kioskId: 'harbour' },
  'bikes/change-bike': {
    ...{ changeId: 'c1', bikeId: 'bike-1', event: 'maintenance', to: 'available', by: 'repair/bike-1-1' },
  },
  'bikes/check-out-bike': command,
  'bikes/clear-alert': { alertId: reportId, by: byHand.by },
  'bikes/correct-bays': { corrections: [correction] },
  'bikes/correct-bike': { ...byHand, bikeId: 'bike-1', state: 'missing' },
  'bikes/count-stations': { kioskIds: ['harbour'] },
  'bikes/drop-off-bike': {
    ...{ changeId: reportId, by: 'mechanic/mia' },
    bikeId: 'bike-1',
    kioskId: 'harbour',
    bay: 2,
  },
  'bikes/end-ride': { ...byHand, ...hold, endedAt: happened.at },
  'bikes/export-bikes': { kioskIds: ['harbour'], bikeIds: ['bike-1'] },
  'bikes/export-outstanding': { segment: 0, segments: 1 },
  'bikes/export-standing': {},
  'bikes/export-stations': {},
  'bikes/export-vehicle-events': { day: '2026-05-01' },
  'bikes/follow-camera': { detail: { ...fact, type: 'PhotoFailed', photoId: PHOTO } },
  'bikes/follow-kiosk': { detail: { ...fact, type: 'BikeDocked' } },
  'bikes/follow-storage': { detail: fact },
  'bikes/grant-upload': { photoId: PHOTO, kioskId: 'harbour', ...photo },
  'bikes/grant-work-photo': { photoId: PHOTO, ...repair, ...photo },
  'bikes/hear-kiosk': { kioskId: 'harbour', thing: 'harbour' },
  'bikes/hold-ahead': { reservationToken, ...party, kioskId: 'harbour', bikes: 1 },
  'bikes/import-fleet': { kiosks: [{ kioskId: 'harbour', bays: 9 }], bikes: [] },
  'bikes/list-alerts': {},
  'bikes/list-kiosks': {},
  'bikes/list-photos': { bikeId: 'bike-1' },
  'bikes/look-up-availability': { kioskId: 'harbour', partyRef: 'party_0123456789abcdef' },
  'bikes/look-up-nearest': { kioskId: 'harbour', want: 'bikes', count: 2 },
  'bikes/publish-station': { detail: { ...happened, type: 'BikeReserved' } },
  'bikes/quarantine-bay': { ...byHand, kioskId: 'harbour', bay: 1, isQuarantined: true },
  'bikes/record-photo': { detail: { object: { key: `photos/${PHOTO}` } } },
  'bikes/record-photo-gap': { rentalToken, slot: 1, bikeId: 'bike-1', reason: 'States.Timeout' },
  'bikes/record-vehicle-event': { detail: { ...happened, type: 'TripStarted' } },
  'bikes/release-ahead': { reservationToken, partyRef: party.partyRef },
  'bikes/release-bikes': { rentalToken, slots: [1] },
  'bikes/release-stale': { holds: [hold] },
  'bikes/report-damage': { reportId, kioskId: 'harbour', bikeId: 'bike-1', part: 'brakes', at: happened.at },
  'bikes/report-missing': { rentalToken, slot: 1 },
  'bikes/report-overdue': { rentalToken, slot: 1 },
  'bikes/reserve-bikes': {
    rentalToken,
    kioskId: 'harbour',
    partyRef: 'party_0123456789abcdef',
    partyLimit: 2,
    bikes: 1,
  },
  'bikes/set-alert': { alertId: reportId, ...alert, by: byHand.by },
  'bikes/set-kiosk-mode': { ...byHand, kioskId: 'harbour', mode: 'closed' },
  'bikes/settle-contact': {
    detail: { type: 'KioskContactLost', at: happened.at, kioskId: 'harbour', heardAt: happened.at },
  },
  'bikes/start-trip': { rentalToken, slot: 1, bikeId: 'bike-1', takenAt: happened.at },
  'bikes/swap-bike': { rentalToken, kioskId: 'harbour', ...bike, attempt: 1, reason: 'HardwareFault' },
  'bikes/view-photo': { photoId: PHOTO, operator: 'ada', reason: 'A claim.' },
  'bikes/watch-kiosks': {},
  'feed/keep-feed': {},
  'feed/publish-feed': {},
  'frontend/add-parts': workOn({ requestId: reportId, parts }),
  'frontend/add-work-photo': workOn({ requestId: reportId, ...photo }),
  'frontend/boot-kiosk': post(booting),
  'frontend/clear-alert': signedIn({ alertId: reportId }),
  'frontend/close-case': signedIn({ caseId: 'c1', note: 'done' }),
  'frontend/delete-resident': signedIn(),
  'frontend/describe-api': httpEvent(),
  'frontend/drop-off-bike': signedIn({ requestId: reportId, bikeId: 'bike-1', kioskId: 'harbour', bay: 2 }),
  'frontend/find-nearest': nearest,
  'frontend/finish-work': workOn({ requestId: reportId, checklist, noPhotoBecause: 'It is dark.' }),
  'frontend/grant-upload': { ...post(photo), pathParameters: { photoId: PHOTO } },
  'frontend/hold-bikes': post({ reservationId: reportId, sessionId: SESSION, kioskId: 'market', bikes: 1 }),
  'frontend/inspect-work': workOn({ requestId: reportId, verdict: 'passed' }),
  'frontend/invite-household-member': signedIn(),
  'frontend/join-household': signedIn(invitation),
  'frontend/leave-household': signedIn(),
  'frontend/list-actions': signedIn(),
  'frontend/list-alerts': signedIn(),
  'frontend/list-cases': signedIn(),
  'frontend/list-kiosks': signedIn(),
  'frontend/list-moves': signedIn(),
  'frontend/list-photos': { ...signedIn(), pathParameters: { bikeId: 'bike-1' } },
  'frontend/list-reviews': signedIn(),
  'frontend/list-work-orders': signedIn(),
  'frontend/open-session': post({ credential: sealed }),
  'frontend/pick-up-bike': signedIn({ requestId: reportId, bikeId: 'bike-1', reason: 'rebalance' }),
  'frontend/read-receipt': put({}),
  'frontend/read-resident': signedIn(),
  'frontend/read-work-order': workOn(),
  'frontend/redrive-case': signedIn({ caseId: 'c1' }),
  'frontend/register-resident': signedIn(registration),
  'frontend/report-damage': post({ reportId: SESSION, bikeId: 'bike-1', part: 'brakes', at: happened.at }),
  'frontend/request-rental': put({ sessionId: SESSION, bikes: 1, paymentMethod }),
  'frontend/review-resident': { ...signedIn(decision), pathParameters: { residentId: 'ana' } },
  'frontend/set-alert': signedIn({ alertId: reportId, ...alert }),
  'frontend/set-kiosk-mode': {
    ...signedIn({ changeId: reportId, mode: 'closed', reason: 'No power.' }),
    pathParameters: { kioskId: 'harbour' },
  },
  'frontend/start-work': workOn({ requestId: reportId }),
  'frontend/take-action': signedIn({ ...action, ...quarantine }),
  'frontend/view-photo': { ...signedIn({ reason: 'A claim.' }), pathParameters: { photoId: PHOTO } },
  'frontend/view-rental': put({}),
  'frontend/view-work-photo': { ...workOn({}), pathParameters: { repairId: repair.repairId, photoId: PHOTO } },
  'identity/add-household-member': { sub: 'ana', ...invitation },
  'identity/delete-resident': { sub: 'ana' },
  'identity/import-addresses': {
    points: [{ ...DOCUMENT.address }],
    isLast: true,
  },
  'identity/import-residents': {
    residents: [{ iin: DOCUMENT.iin, number: DOCUMENT.number, household: 'Doe household', householdSize: 2 }],
  },
  'identity/invite-household-member': { sub: 'ana' },
  'identity/list-reviews': {},
  'identity/read-resident': { sub: 'ana' },
  'identity/register-resident': { sub: 'eve', registration },
  'identity/remove-household-member': { sub: 'ana' },
  'identity/review-resident': { residentId: 'ana', operator: 'olga', ...decision },
  'identity/verify-credential': { credential: sealed, sessionId: SESSION, kioskId: 'harbour', rentalToken },
  'operations/close-case': { caseId: `workflow/rental/${RENTAL}`, operator: 'Kim', note: 'done' },
  'operations/compare-holds': { payments: [payment], rentals: [] },
  'operations/compare-shard': { kiosks: [], bikes: [], places: [hold], rentals: [] },
  'operations/find-failures': {},
  'operations/list-actions': {},
  'operations/list-cases': {},
  'operations/note-action': { ...action, operator: 'olga', details: quarantine, outcome: 'asked' },
  'operations/open-case': { detail: stopped },
  'operations/redrive-case': { caseId: `workflow/rental/${RENTAL}`, operator: 'Kim' },
  'operations/show-case': { caseId: `workflow/rental/${RENTAL}` },
  'orchestration/authorize-kiosk': { identitySource: [`Bearer ${accessToken}`] },
  'orchestration/export-kiosks': {},
  'orchestration/export-rentals': { rentalIds: [RENTAL] },
  'orchestration/issue-kiosk-token': httpEvent({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=${assertion}`,
  }),
  'orchestration/open-session': { kioskId: 'harbour', credential: sealed },
  'orchestration/project-rental': { detail: { ...happened, type: 'BikeReserved' } },
  'orchestration/publish-keys': httpEvent(),
  'orchestration/read-rental': { rentalId: RENTAL, kioskId: 'harbour' },
  'orchestration/register-kiosks': { kiosks: [] },
  'orchestration/reserve-ahead': {
    reservationId: reportId,
    sessionId: SESSION,
    kioskId: 'harbour',
    at: 'market',
    bikes: 1,
  },
  'orchestration/start-rental': { rentalId: RENTAL, sessionId: SESSION, kioskId: 'harbour', bikes: 1, paymentMethod },
  'orchestration/vouch-for-rider': { rentalToken, kioskId: 'harbour', ...bike },
  'payments/authorize-payment': { rentalToken, kind: 'visitor', bikes: 1, paymentMethod: 'pm_card_visa' },
  'payments/capture-payment': { rentalToken, rides: [], notHandedOver: [] },
  'payments/export-payments': {},
  'payments/quote-fare': { kind: 'resident' },
  'payments/reclaim-hold': { rentalId: RENTAL },
  'payments/refund-payment': {
    ...{ rentalId: RENTAL, requestId: SESSION, amount: 1, reason: 'The brakes failed.', operator: 'operator-1' },
  },
  'payments/settle-payment': { rentalToken, bikesHandedOver: 0 },
  'payments/void-payment': { rentalToken },
  'rebalancing/follow-trips': { detail: { ...happened, type: 'TripStarted' } },
  'rebalancing/list-moves': { stations: [] },
  'storage/cancel-commands': { rentalToken, kioskId: 'harbour', slots: [1] },
  'storage/export-bays': { kioskIds: ['harbour'] },
  'storage/move-bike': command,
  'storage/open-until-taken': command,
  'storage/record-fact': fact,
  'workshop/add-parts': { ...deed, parts },
  'workshop/announce-photo': deed,
  'workshop/await-step': { ...repair, taskToken, step: 'start' },
  'workshop/close-work-order': { ...repair, outcome: 'inService' },
  'workshop/finish-work': { ...deed, checklist, noPhotoBecause: 'It is dark.' },
  'workshop/follow-bikes': { detail: { ...happened, type: 'TripEnded' } },
  'workshop/import-stops': { kiosks: [{ kioskId: 'harbour', name: 'Harbour', position: { lat: 1, lon: 1 } }] },
  'workshop/inspect-work': { ...deed, verdict: 'passed' },
  'workshop/list-work-orders': { mechanic: 'mia' },
  'workshop/look-for-due': {},
  'workshop/open-work-order': repair,
  'workshop/read-work-order': { repairId: repair.repairId, mechanic: 'mia' },
  'workshop/report-late': { ...repair, dueAt: happened.at },
  'workshop/start-work': deed,
});

const der = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).toString('base64');

/** KMS, with the keys of the test. */
function kms({ target, body }: WireCall): WireAnswer {
  const { KeyId, Message = '', CiphertextBlob = '' } = JSON.parse(body) as Record<string, string>;
  const message = Buffer.from(Message, 'base64');
  switch (target) {
    case 'GetPublicKey':
      return { body: { PublicKey: der(KeyId === 'token-key' ? ec.publicKey : rsa.publicKey) } };
    case 'Sign':
      return { body: { Signature: sign('sha256', message, ec.privateKey).toString('base64') } };
    case 'GenerateMac':
      return { body: { Mac: createHmac('sha256', 'pepper').update(message).digest('base64') } };
    default: {
      const opened = openWith(rsa.privateKey, Buffer.from(CiphertextBlob, 'base64'));
      return { body: { Plaintext: Buffer.from(opened ?? []).toString('base64') } };
    }
  }
}

const text = (S: string) => ({ S });
const { x = '', y = '' } = ec.publicKey.export({ format: 'jwk' });

/** Items as they are just before they are needed. */
function items({ body }: WireCall): WireAnswer {
  const kiosk = {
    kioskId: text('harbour'),
    thing: text('harbour'),
    publicKey: { M: { kty: text('EC'), crv: text('P-256'), x: text(x), y: text(y) } },
  };
  const session = {
    ...{ sessionId: text(SESSION), kioskId: text('harbour'), credential: text(sealed), expiresAt: { N: String(FAR) } },
    rider: { M: { kind: text('visitor'), riderRef: text('rider_0123456789abcdef'), partyLimit: { N: '2' } } },
    offer: { M: { bikesAvailable: { N: '2' }, bikesOut: { N: '0' }, bikesMax: { N: '2' } } },
  };
  const olga = {
    ...{ pk: text('account#olga'), revision: { N: '1' }, sub: text('olga'), status: text('active') },
    ...{ documentKey: text('document-key'), addressKey: text('address-key'), householdId: text('home') },
    registeredAt: text('2026-05-01T09:00:00.000Z'),
    consent: { M: { version: text('2026-05'), at: text('2026-05-01T09:00:00.000Z') } },
  };
  const household = {
    ...{ pk: text('household#home'), revision: { N: '1' }, householdId: text('home'), addressKey: text('address-key') },
    members: { L: [text('ana'), text('olga')] },
  };
  const card = {
    ...{ pk: text('bike#bike-1'), revision: { N: '1' }, bikeId: text('bike-1'), status: text('open') },
    ...{ signals: { M: {} }, rides: { L: [] }, ridesSince: { N: '0' }, turn: { N: '1' }, repairs: { N: '1' } },
    ...{
      inspectedAt: text('2026-05-01T09:00:00.000Z'),
      clearedAt: text(''),
      seen: { M: { at: text(''), state: text('available') } },
    },
    order: {
      M: {
        ...{
          repairId: text('bike-1-1'),
          status: text('open'),
          priority: text('urgent'),
          openedAt: text('2026-05-01T09:00:00.000Z'),
        },
        ...{ dueAt: text('2026-05-02T09:00:00.000Z'), lateSince: { L: [] }, parts: { L: [] }, rounds: { L: [] } },
        ...{
          requests: { L: [] },
          wait: { M: { repairId: text('bike-1-1'), taskToken: text(taskToken), step: text('start') } },
        },
      },
    },
  };
  if (body.includes('"workshop"') && body.includes('bike#')) return { body: { Item: card } };
  if (/account#(ana|olga)/.test(body)) return { body: { Item: olga } };
  if (body.includes('household#')) return { body: { Item: household } };
  if (body.includes('invitation#')) return { body: { Item: { ...household, untilMs: { N: String(FAR * 1000) } } } };
  if (body.includes('"kiosks"')) return { body: { Item: kiosk } };
  return { body: body.includes('"sessions"') ? { Item: session } : {} };
}

let working: string[] = [];
let aws: AwsEndpoint;
let log: string[] = [];

beforeAll(async () => {
  sealed = await new CompactEncrypt(Buffer.from(JSON.stringify(credential('2026-05-01T10:00:00.000Z'))))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
    .encrypt(rsa.publicKey);
  aws = await startAwsEndpoint((call) => {
    if (!working.includes(call.target)) return quoted(call);
    if (KMS.includes(call.target)) return kms(call);
    // Somebody has put the key there as it is, and not as JSON: the error that says so must not show it.
    if (call.target === 'GetSecretValue') return { body: { SecretString: ACQUIRER_KEY } };
    return READS.includes(call.target) ? items(call) : { body: {} };
  });
  Object.assign(process.env, ENVIRONMENT);
});
afterAll(() => aws.close());
beforeEach(() => {
  log = captureLog();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Calls a handler as Lambda does, which logs what is thrown; Step Functions keeps it, and so does a caller. */
async function outcomeOf(name: string, event: unknown): Promise<string> {
  const { handler } = (await import(handlerFiles().get(name) ?? name)) as {
    handler: (event: unknown, context: Context) => Promise<unknown>;
  };
  try {
    const answer = await handler(event, { awsRequestId: 'request-1' } as Context);
    return name === 'orchestration/issue-kiosk-token' ? '' : JSON.stringify(answer ?? null);
  } catch (error) {
    const { message, stack, name: kind, ...more } = error as Error;
    return JSON.stringify({ message, stack, kind, ...more });
  }
}

function leaks(...texts: string[]): string[] {
  return secrets().filter((secret) => texts.some((one) => one.includes(secret)));
}

/** The event with every value in the wrong place: all that was a string is in a list. */
function garbled(value: unknown): unknown {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(garbled);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, garbled(one)]));
}

describe('what functions log, throw and answer', () => {
  it('is looked at for every function that there is', () => {
    expect(Object.keys(events())).toEqual(handlers());
  });

  it.each(OUTAGES.flatMap(([title, works]) => handlers().map((name) => ({ title, works, name }))))(
    'has no secret in it when $title ($name)',
    async ({ works, name }) => {
      working = works;

      const outcome = await outcomeOf(name, events()[name]);

      expect(leaks(outcome, ...log)).toEqual([]);
    },
  );

  it.each(handlers().filter((name) => !/^frontend|authorize|issue|publish-keys/.test(name)))(
    'has no secret in it when %s is asked for what it cannot read',
    async (name) => {
      const outcome = await outcomeOf(name, garbled(events()[name]));

      expect(leaks(outcome, ...log)).toEqual([]);
    },
  );

  it('says which rental a fault was about', async () => {
    working = [];

    await outcomeOf('storage/record-fact', fact);

    expect(JSON.parse(log[0] ?? '')).toMatchObject({
      level: 'WARN',
      rentalId: RENTAL,
      bikeId: 'bike-1',
      kioskId: 'harbour',
    });
  });
});
