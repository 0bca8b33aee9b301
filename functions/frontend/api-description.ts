import * as z from 'zod/mini';
import { DamageRecorded } from '../bikes/contract.ts';
import { Alert, AlertsListed } from '../bikes/feed-contract.ts';
import { BikeChanged } from '../bikes/fleet-contract.ts';
import { KioskBooted, KioskModeChanged, KiosksListed } from '../bikes/kiosk-contract.ts';
import { UploadGranted, UploadRequest } from '../bikes/photo-contract.ts';
import { LookUpNearest, NearestFound } from '../bikes/stations-contract.ts';
import { HeldResident, Invitation, Registration, ReviewsListed, Subject } from '../identity/contract.ts';
import { Action, ActionsListed } from '../operations/action-contract.ts';
import { Case, CasesListed } from '../operations/contract.ts';
import { IssuedToken, OpenedSession, StartedRental } from '../orchestration/contract.ts';
import { Receipt } from '../payments/contract.ts';
import { MovesListed } from '../rebalancing/contract.ts';
import { KioskId, PhotoId, RentalId } from '../shared/fields.ts';
import { RepairId, WorkOrder, WorkOrdersListed } from '../workshop/contract.ts';
import { ActionRequest } from './action-contract.ts';
import {
  AlertToClear,
  AlertToSet,
  CaseToClose,
  CaseToRedrive,
  DamageReport,
  DropOff,
  HouseholdCode,
  KioskBoot,
  KioskModeRequest,
  PartsToAdd,
  PickUp,
  Problem,
  RentalRequest,
  RentalResource,
  ReservationMade,
  ReservationRequest,
  ReviewDecision,
  SessionRequest,
  WorkToFinish,
  WorkToInspect,
  WorkToStart,
} from './contract.ts';

type Json = Record<string, unknown>;

/** Leaves out what zod adds and no reader needs: the bounds of JavaScript's integers, dates as a pattern too. */
function tidy({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** In the dialect that OpenAPI 3.1 builds on (JSON Schema 2020-12), which need not be named in each schema. */
function jsonSchema(schema: z.core.$ZodType): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', override: tidy });
  return json;
}

const TokenRequest = z.object({
  grant_type: z.literal('urn:ietf:params:oauth:grant-type:jwt-bearer'),
  assertion: z.string(),
});
const TokenRefusal = z.object({
  error: z.enum(['invalid_request', 'invalid_client', 'invalid_grant', 'unsupported_grant_type']),
  error_description: z.string(),
});
const KeySet = z.object({ keys: z.array(z.looseObject({ kid: z.string(), use: z.enum(['sig', 'enc']) })) });

const schemas = {
  SessionRequest,
  OpenedSession,
  RentalRequest,
  StartedRental,
  RentalResource,
  ReservationRequest,
  ReservationMade,
  Receipt,
  DamageReport,
  DamageRecorded,
  UploadRequest,
  UploadGranted,
  NearestFound,
  KioskBoot,
  KioskBooted,
  KiosksListed,
  KioskModeRequest,
  KioskModeChanged,
  Registration,
  HeldResident,
  Invitation,
  HouseholdCode,
  ReviewsListed,
  ReviewDecision,
  Case,
  CasesListed,
  CaseToRedrive,
  CaseToClose,
  Alert,
  AlertsListed,
  AlertToSet,
  AlertToClear,
  MovesListed,
  PickUp,
  DropOff,
  BikeChanged,
  Action,
  ActionRequest,
  ActionsListed,
  WorkOrder,
  WorkOrdersListed,
  WorkToStart,
  PartsToAdd,
  WorkToFinish,
  WorkToInspect,
  TokenRequest,
  IssuedToken,
  TokenRefusal,
  KeySet,
  Problem,
};

const content = (schema: keyof typeof schemas, type = 'application/json') => ({
  [type]: { schema: { $ref: `#/components/schemas/${schema}` } },
});

/** What each refusal means, whatever the route. The problem's `type` says which it is. */
const REFUSALS = {
  400: 'The body is not JSON, nests too deep, or has too many names or one of them twice.',
  401: 'There is no access token, or none that is good for this.',
  403: 'The token, the rider, the session or the role does not allow it.',
  404: 'What it is about is not there, or not for this kiosk to see.',
  409: 'It is at odds with what happened before, or with what is there.',
  413: 'The body is too large.',
  415: 'The body is of another media type.',
  422: 'The request is at fault; `errors` points to where.',
  429: 'The kiosk has asked or scanned more often than riders do. It may ask again after the time in Retry-After.',
  500: 'A fault of ours. The same request may be tried again.',
  503: 'Busy. The same request may be tried again after the time in Retry-After.',
} as const;

function problems(...statuses: (keyof typeof REFUSALS)[]): Json {
  const answer = (status: keyof typeof REFUSALS) => ({
    description: REFUSALS[status],
    content: content('Problem', 'application/problem+json'),
  });
  return Object.fromEntries(statuses.map((status) => [status, answer(status)]));
}

const FROM_KIOSKS = { security: [{ kioskToken: [] }] };
const FROM_PEOPLE = { security: [{ people: ['openid'] }] };
const BODY_PROBLEMS = [400, 401, 403, 409, 413, 415, 422, 429, 500, 503] as const;

const rentalId = { name: 'rentalId', in: 'path', required: true, schema: jsonSchema(RentalId) };
const residentId = { name: 'residentId', in: 'path', required: true, schema: jsonSchema(Subject) };
const repairId = { name: 'repairId', in: 'path', required: true, schema: jsonSchema(RepairId) };
const photoId = { name: 'photoId', in: 'path', required: true, schema: jsonSchema(PhotoId) };
const kioskId = { name: 'kioskId', in: 'path', required: true, schema: jsonSchema(KioskId) };
const header = (description: string) => ({ description, schema: { type: 'string' } });

const token = {
  operationId: 'issueKioskToken',
  summary: "Trades a kiosk's assertion for an access token (RFC 7523)",
  security: [],
  requestBody: { required: true, content: content('TokenRequest', 'application/x-www-form-urlencoded') },
  responses: {
    200: { description: 'An access token, good for a quarter of an hour.', content: content('IssuedToken') },
    400: { description: 'The request or the assertion does not hold.', content: content('TokenRefusal') },
    401: { description: 'The kiosk is not registered.', content: content('TokenRefusal') },
    ...problems(413, 429, 500),
  },
};

const openSession = {
  operationId: 'openSession',
  summary: 'The answer to the first prompt: opens a session with a sealed credential',
  ...FROM_KIOSKS,
  requestBody: { required: true, content: content('SessionRequest') },
  responses: {
    201: { description: 'Who the rider is, and what is offered.', content: content('OpenedSession') },
    ...problems(...BODY_PROBLEMS, 429),
  },
};

const requestRental = {
  operationId: 'requestRental',
  summary: 'The answer to the second prompt: asks for bikes, under an id that the kiosk has minted',
  ...FROM_KIOSKS,
  requestBody: { required: true, content: content('RentalRequest') },
  responses: {
    202: {
      description: 'The rental is on its way. The same request gets the same answer, however often it comes.',
      headers: { Location: header('Where the rental can be seen.') },
      content: content('StartedRental'),
    },
    ...problems(...BODY_PROBLEMS),
  },
};

const etag = { ETag: header('The revision of the view.') };
const viewRental = {
  operationId: 'viewRental',
  summary: 'How a rental stands',
  ...FROM_KIOSKS,
  parameters: [{ name: 'If-None-Match', in: 'header', schema: { type: 'string' } }],
  responses: {
    200: { description: 'The rental, as far as it has come.', headers: etag, content: content('RentalResource') },
    304: { description: 'Nothing has changed since.', headers: etag },
    ...problems(401, 403, 404, 429, 500, 503),
  },
};

const readReceipt = {
  operationId: 'readReceipt',
  summary: 'What the rides of a rental cost, for the kiosk where it was made or a bike of it came back',
  ...FROM_KIOSKS,
  responses: {
    200: { description: 'The receipt, with all that was given back since.', content: content('Receipt') },
    ...problems(401, 403, 404, 429, 500, 503),
  },
};

const reportDamage = {
  operationId: 'reportDamage',
  summary: 'Tells what a rider says is wrong with a bike, under an id that the kiosk has minted',
  ...FROM_KIOSKS,
  requestBody: { required: true, content: content('DamageReport') },
  responses: {
    202: {
      description: 'It is kept, and a mechanic will read it. The same report gets the same answer.',
      content: content('DamageRecorded'),
    },
    ...problems(400, 401, 403, 404, 413, 415, 422, 429, 500, 503),
  },
};

const grantUpload = {
  operationId: 'grantUpload',
  summary: 'Asks where to put a photo that the kiosk was asked for over MQTT',
  ...FROM_KIOSKS,
  requestBody: { required: true, content: content('UploadRequest') },
  responses: {
    201: {
      description:
        'Leave for one PUT to `url`, with exactly these headers and of just the bytes that were announced. It answers 200; 412 where the photo is there already.',
      content: content('UploadGranted'),
    },
    ...problems(400, 401, 403, 404, 413, 415, 422, 429, 500, 503),
  },
};

const holdBikes = {
  operationId: 'holdBikes',
  summary: 'Has bikes wait at another kiosk for a rider who has scanned at this one, under an id that the kiosk minted',
  ...FROM_KIOSKS,
  requestBody: { required: true, content: content('ReservationRequest') },
  responses: {
    201: {
      description: 'They wait. The same request gets the same answer, until they wait no more.',
      content: content('ReservationMade'),
    },
    ...problems(...BODY_PROBLEMS),
  },
};

const findNearest = {
  operationId: 'findNearest',
  summary: 'Where around a station there are bikes to take, or docks to leave one, just now',
  ...FROM_KIOSKS,
  parameters: [
    { name: 'want', in: 'query', required: true, schema: jsonSchema(LookUpNearest.shape.want) },
    { name: 'count', in: 'query', schema: jsonSchema(LookUpNearest.shape.count), description: 'How many at most.' },
  ],
  responses: {
    200: { description: 'Those that have something, nearest on foot first.', content: content('NearestFound') },
    ...problems(401, 403, 404, 422, 429, 500, 503),
  },
};

const bootKiosk = {
  operationId: 'bootKiosk',
  summary:
    'A kiosk has started: says what it is, and learns whether it is in service, the time, and how often to speak',
  ...FROM_KIOSKS,
  requestBody: { required: true, content: content('KioskBoot') },
  responses: {
    200: {
      description: 'Accepted, pending or rejected. It may be asked again, and twice at once.',
      content: content('KioskBooted'),
    },
    ...problems(400, 401, 403, 413, 415, 422, 429, 500, 503),
  },
};

const listKiosks = {
  operationId: 'listKiosks',
  summary: 'All kiosks by their ids: versions, last word, mode, faults, and what each has to offer',
  ...FROM_PEOPLE,
  parameters: [
    { name: 'cursor', in: 'query', schema: { type: 'string' }, description: 'Where the page before ended.' },
  ],
  responses: {
    200: { description: 'A page of kiosks.', content: content('KiosksListed') },
    ...problems(401, 403, 500, 503),
  },
};

const setKioskMode = {
  operationId: 'setKioskMode',
  summary:
    'Opens a kiosk, drains it (no new rentals; it closes when it is empty) or closes it, under an id of the caller',
  ...FROM_PEOPLE,
  requestBody: { required: true, content: content('KioskModeRequest') },
  responses: {
    200: {
      description: 'What was changed. The same request gets the same answer.',
      content: content('KioskModeChanged'),
    },
    ...problems(400, 401, 403, 404, 413, 415, 422, 500, 503),
  },
};

const ownResident = (operationId: string, summary: string, ...statuses: (keyof typeof REFUSALS)[]) => ({
  operationId,
  summary,
  ...FROM_PEOPLE,
  responses: {
    200: { description: 'All that is held of them.', content: content('HeldResident') },
    ...problems(401, 500, 503, ...statuses),
  },
});

const readResident = ownResident('readResident', 'Everything that is held of who is signed in', 404);

const registerResident = {
  ...ownResident('registerResident', 'Registers who is signed in as a resident', 400, 409, 413, 415, 422),
  requestBody: { required: true, content: content('Registration') },
};

const deleteResident = {
  operationId: 'deleteResident',
  summary: 'Deletes everything that is held of who is signed in; the next scan of their licence finds nothing',
  ...FROM_PEOPLE,
  responses: { 204: { description: 'Nothing is held any more.' }, ...problems(401, 500, 503) },
};

const joinHousehold = {
  ...ownResident('joinHousehold', 'Comes into the household that has given a code', 400, 403, 404, 409, 413, 415, 422),
  requestBody: { required: true, content: content('HouseholdCode') },
};

const leaveHousehold = ownResident('leaveHousehold', 'Leaves the household', 404);

const inviteHouseholdMember = {
  operationId: 'inviteHouseholdMember',
  summary: 'Makes a code that lets one person more into the household, which is founded where there is none',
  ...FROM_PEOPLE,
  responses: {
    201: { description: 'The code, good for a week and for one person.', content: content('Invitation') },
    ...problems(401, 403, 404, 500, 503),
  },
};

const listReviews = {
  operationId: 'listReviews',
  summary: 'Who waits for an operator to look at their papers, those that registered first at the head',
  ...FROM_PEOPLE,
  parameters: [
    { name: 'cursor', in: 'query', schema: { type: 'string' }, description: 'Where the page before ended.' },
  ],
  responses: {
    200: { description: 'A page of residents.', content: content('ReviewsListed') },
    ...problems(401, 403, 500, 503),
  },
};

const reviewResident = {
  ...ownResident('reviewResident', 'Says whether somebody rides as a resident', 400, 403, 404, 409, 413, 415, 422),
  requestBody: { required: true, content: content('ReviewDecision') },
};

const listCases = {
  operationId: 'listCases',
  summary: 'What operators have to look into: the open cases and then the redriven ones, those that changed last first',
  ...FROM_PEOPLE,
  parameters: [
    { name: 'status', in: 'query', schema: jsonSchema(Case.shape.status) },
    { name: 'cursor', in: 'query', schema: { type: 'string' }, description: 'Where the page before ended.' },
  ],
  responses: {
    200: { description: 'A page of cases.', content: content('CasesListed') },
    ...problems(401, 403, 422, 500, 503),
  },
};

const redriveCase = {
  operationId: 'redriveCase',
  summary: 'Goes on with the workflow of a case, from the state that failed',
  ...FROM_PEOPLE,
  requestBody: { required: true, content: content('CaseToRedrive') },
  responses: {
    200: { description: 'The case. It closes when the workflow succeeds.', content: content('Case') },
    ...problems(...BODY_PROBLEMS, 404),
  },
};

const closeCase = {
  operationId: 'closeCase',
  summary: 'Says that nothing more is to be done in a case, and why',
  ...FROM_PEOPLE,
  requestBody: { required: true, content: content('CaseToClose') },
  responses: {
    200: { description: 'The case, closed.', content: content('Case') },
    ...problems(...BODY_PROBLEMS, 404),
  },
};

const alertAnswer = (description: string) => ({
  200: { description, content: content('Alert') },
  ...problems(...BODY_PROBLEMS),
});

const setAlert = {
  operationId: 'setAlert',
  summary: 'Tells riders something, or words it anew: trip planners have it within a minute or two',
  ...FROM_PEOPLE,
  requestBody: { required: true, content: content('AlertToSet') },
  responses: alertAnswer('The alert as it is shown.'),
};

const clearAlert = {
  operationId: 'clearAlert',
  summary: 'Takes back what riders were told',
  ...FROM_PEOPLE,
  requestBody: { required: true, content: content('AlertToClear') },
  responses: { ...alertAnswer('The alert, with who has taken it back.'), ...problems(404) },
};

const listAlerts = {
  operationId: 'listAlerts',
  summary: 'What riders are told at this moment, the newest first',
  ...FROM_PEOPLE,
  responses: {
    200: { description: 'Every alert that is shown.', content: content('AlertsListed') },
    ...problems(401, 403, 500, 503),
  },
};

const moved = (operationId: string, summary: string, body: keyof typeof schemas) => ({
  operationId,
  summary,
  ...FROM_PEOPLE,
  requestBody: { required: true, content: content(body) },
  responses: {
    200: { description: 'What has changed. The same request gets the same answer.', content: content('BikeChanged') },
    ...problems(...BODY_PROBLEMS, 404),
  },
});

const pickUpBike = moved('pickUpBike', 'Takes a bike from its kiosk, in the name of whoever is signed in', 'PickUp');
const dropOffBike = moved('dropOffBike', 'Puts a bike that was picked up into a bay', 'DropOff');

const listMoves = {
  operationId: 'listMoves',
  summary: 'What the van should move next, in the order of a round: from where to where, how many, by when',
  ...FROM_PEOPLE,
  responses: {
    200: { description: 'The moves; none where every kiosk has what it needs.', content: content('MovesListed') },
    ...problems(401, 403, 500, 503),
  },
};

const takeAction = {
  operationId: 'takeAction',
  summary: 'Does something by hand, under an id that the caller has minted, and writes down who did it and why',
  ...FROM_PEOPLE,
  requestBody: { required: true, content: content('ActionRequest') },
  responses: {
    200: {
      description: 'It is done. The same request is one action, however often it comes.',
      content: content('Action'),
    },
    ...problems(...BODY_PROBLEMS, 404),
  },
};

const listActions = {
  operationId: 'listActions',
  summary: 'What operators have done by hand in a month, the newest first: who, when, what and why',
  ...FROM_PEOPLE,
  parameters: [
    { name: 'month', in: 'query', schema: { type: 'string' }, description: 'As 2026-06, in UTC; this month without.' },
    { name: 'cursor', in: 'query', schema: { type: 'string' }, description: 'Where the page before ended.' },
  ],
  responses: {
    200: { description: 'A page of actions.', content: content('ActionsListed') },
    ...problems(401, 403, 422, 500, 503),
  },
};

const listWorkOrders = {
  operationId: 'listWorkOrders',
  summary: 'The bikes that mechanics have to see to, in the order in which to walk to them',
  ...FROM_PEOPLE,
  parameters: [
    { name: 'from', in: 'query', schema: jsonSchema(KioskId), description: 'The kiosk where the walk begins.' },
  ],
  responses: {
    200: { description: 'The pressing ones first.', content: content('WorkOrdersListed') },
    ...problems(401, 403, 422, 500, 503),
  },
};

const readWorkOrder = {
  operationId: 'readWorkOrder',
  summary: 'One work order, also after it was closed',
  ...FROM_PEOPLE,
  responses: {
    200: { description: 'The work order.', content: content('WorkOrder') },
    ...problems(401, 403, 404, 500, 503),
  },
};

const deed = (operationId: string, summary: string, body: keyof typeof schemas) => ({
  operationId,
  summary,
  ...FROM_PEOPLE,
  requestBody: { required: true, content: content(body) },
  responses: {
    200: { description: 'The work order. The same request gets it as it is by then.', content: content('WorkOrder') },
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 500, 503),
  },
});

const startWork = deed('startWork', 'Begins the work, which nobody else may do then', 'WorkToStart');
const addParts = deed('addParts', 'Writes down parts that were used', 'PartsToAdd');
const finishWork = deed(
  'finishWork',
  'Ends the work, with a checklist; finished twice, it is finished once',
  'WorkToFinish',
);
const inspectWork = deed('inspectWork', 'Says whether the bike may be offered again', 'WorkToInspect');

const describeApi = {
  operationId: 'describeApi',
  summary: 'This description',
  security: [],
  responses: { 200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } } },
};

const publishKeys = {
  operationId: 'publishKeys',
  summary: "The city's public keys (RFC 7517): of its tokens, and the one that credentials are sealed to",
  security: [],
  responses: {
    200: { description: 'The keys.', content: content('KeySet', 'application/jwk-set+json') },
    ...problems(500),
  },
};

/** The description of the HTTP API (OpenAPI 3.1), made of the contracts that the functions themselves check. */
export function apiDescription(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Freewheel',
      version: '1.0.0',
      description:
        "The HTTP API of kiosks and of people. Refusals are problem details (RFC 9457), but for OAuth's own at /v1/token.",
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: {
      '/v1/token': { post: token },
      '/v1/sessions': { post: openSession },
      '/v1/rentals/{rentalId}': { parameters: [rentalId], put: requestRental, get: viewRental },
      '/v1/rentals/{rentalId}/receipt': { parameters: [rentalId], get: readReceipt },
      '/v1/damage-reports': { post: reportDamage },
      '/v1/reservations': { post: holdBikes },
      '/v1/stations/{kioskId}/nearest': { parameters: [kioskId], get: findNearest },
      '/v1/photos/{photoId}': { parameters: [photoId], post: grantUpload },
      '/v1/kiosks/me/boot': { post: bootKiosk },
      '/v1/residents/me': { get: readResident, put: registerResident, delete: deleteResident },
      '/v1/residents/me/household': { put: joinHousehold, delete: leaveHousehold },
      '/v1/residents/me/household/invitations': { post: inviteHouseholdMember },
      '/v1/mechanics/moves': { get: listMoves },
      '/v1/mechanics/pick-ups': { post: pickUpBike },
      '/v1/mechanics/drop-offs': { post: dropOffBike },
      '/v1/mechanics/work-orders': { get: listWorkOrders },
      '/v1/mechanics/work-orders/{repairId}': { parameters: [repairId], get: readWorkOrder },
      '/v1/mechanics/work-orders/{repairId}/start': { parameters: [repairId], post: startWork },
      '/v1/mechanics/work-orders/{repairId}/parts': { parameters: [repairId], post: addParts },
      '/v1/mechanics/work-orders/{repairId}/finish': { parameters: [repairId], post: finishWork },
      '/v1/mechanics/work-orders/{repairId}/inspect': { parameters: [repairId], post: inspectWork },
      '/v1/operators/residents': { get: listReviews },
      '/v1/operators/residents/{residentId}': { parameters: [residentId], post: reviewResident },
      '/v1/operators/alerts': { get: listAlerts, post: setAlert },
      '/v1/operators/alerts/clear': { post: clearAlert },
      '/v1/operators/kiosks': { get: listKiosks },
      '/v1/operators/kiosks/{kioskId}/mode': { parameters: [kioskId], post: setKioskMode },
      '/v1/operators/cases': { get: listCases },
      '/v1/operators/cases/redrive': { post: redriveCase },
      '/v1/operators/cases/close': { post: closeCase },
      '/v1/operators/actions': { get: listActions, post: takeAction },
      '/openapi.json': { get: describeApi },
      '/.well-known/jwks.json': { get: publishKeys },
    },
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, jsonSchema(schema)])),
      securitySchemes: {
        kioskToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        people: {
          type: 'openIdConnect',
          openIdConnectUrl: '/oidc/.well-known/openid-configuration',
          description: "People's access tokens. In the cloud the address lies below the issuer of the user pool.",
        },
      },
    },
  };
}
