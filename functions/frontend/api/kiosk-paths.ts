import { LookUpNearest } from '../../bikes/stations-contract.ts';
import { KioskId, PhotoId, RentalId } from '../../shared/fields.ts';
import { jsonSchema } from './schemas.ts';
import { BODY_PROBLEMS, content, FROM_KIOSKS, header, inPath, problems } from './words.ts';

const rentalId = inPath('rentalId', RentalId);
const kioskId = inPath('kioskId', KioskId);
const photoId = inPath('photoId', PhotoId);

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
  summary:
    'Tells what a rider says is wrong with a bike, under an id that the kiosk has minted; and again what they add to it',
  ...FROM_KIOSKS,
  requestBody: { required: true, content: content('DamageReport') },
  responses: {
    202: {
      description:
        'It is kept, and a mechanic will read it. The same report gets the same answer; with `photoId`, its photo may be put in its place now.',
      content: content('DamageRecorded'),
    },
    ...problems(400, 401, 403, 404, 413, 415, 422, 429, 500, 503),
  },
};

const grantUpload = {
  operationId: 'grantUpload',
  summary: 'Asks where to put a photo that the kiosk was asked for over MQTT, or that goes with a report',
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

/** What kiosks call. */
export const kioskPaths = {
  '/v1/sessions': { post: openSession },
  '/v1/rentals/{rentalId}': { parameters: [rentalId], put: requestRental, get: viewRental },
  '/v1/rentals/{rentalId}/receipt': { parameters: [rentalId], get: readReceipt },
  '/v1/damage-reports': { post: reportDamage },
  '/v1/reservations': { post: holdBikes },
  '/v1/stations/{kioskId}/nearest': { parameters: [kioskId], get: findNearest },
  '/v1/photos/{photoId}': { parameters: [photoId], post: grantUpload },
  '/v1/kiosks/me/boot': { post: bootKiosk },
};
