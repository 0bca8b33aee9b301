import { Subject } from '../../identity/contract.ts';
import { Case } from '../../operations/contract.ts';
import { BikeId, KioskId, PhotoId } from '../../shared/fields.ts';
import { residentOperation } from './resident-paths.ts';
import { jsonSchema } from './schemas.ts';
import { BODY_PROBLEMS, CURSOR, content, FROM_PEOPLE, inPath, problems } from './words.ts';

const residentId = inPath('residentId', Subject);
const kioskId = inPath('kioskId', KioskId);
const bikeId = inPath('bikeId', BikeId);
const photoId = inPath('photoId', PhotoId);

const listKiosks = {
  operationId: 'listKiosks',
  summary: 'All kiosks by their ids: versions, last word, mode, faults, and what each has to offer',
  ...FROM_PEOPLE,
  parameters: [CURSOR],
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

const listReviews = {
  operationId: 'listReviews',
  summary: 'Who waits for an operator to look at their papers, those that registered first at the head',
  ...FROM_PEOPLE,
  parameters: [CURSOR],
  responses: {
    200: { description: 'A page of residents.', content: content('ReviewsListed') },
    ...problems(401, 403, 500, 503),
  },
};

const reviewResident = {
  ...residentOperation(
    'reviewResident',
    'Says whether somebody rides as a resident',
    [400, 403, 404, 409, 413, 415, 422],
  ),
  requestBody: { required: true, content: content('ReviewDecision') },
};

const listCases = {
  operationId: 'listCases',
  summary: 'What operators have to look into: the open cases and then the redriven ones, those that changed last first',
  ...FROM_PEOPLE,
  parameters: [{ name: 'status', in: 'query', schema: jsonSchema(Case.shape.status) }, CURSOR],
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
    CURSOR,
  ],
  responses: {
    200: { description: 'A page of actions.', content: content('ActionsListed') },
    ...problems(401, 403, 422, 500, 503),
  },
};

const listPhotos = {
  operationId: 'listPhotos',
  summary: 'The photos of a bike, the newest first, also those that there should have been',
  ...FROM_PEOPLE,
  responses: {
    200: { description: 'A hundred of them at the most.', content: content('PhotosListed') },
    ...problems(401, 403, 404, 500, 503),
  },
};

const viewPhoto = {
  operationId: 'viewPhoto',
  summary: 'Looks at a photo. Who looked, when and why is kept with it',
  ...FROM_PEOPLE,
  requestBody: { required: true, content: content('PhotoToView') },
  responses: {
    200: { description: 'Where it is, for a minute.', content: content('PhotoViewed') },
    ...problems(400, 401, 403, 404, 413, 415, 422, 500, 503),
  },
};

/** What operators call. */
export const operatorPaths = {
  '/v1/operators/residents': { get: listReviews },
  '/v1/operators/residents/{residentId}': { parameters: [residentId], post: reviewResident },
  '/v1/operators/alerts': { get: listAlerts, post: setAlert },
  '/v1/operators/alerts/clear': { post: clearAlert },
  '/v1/operators/kiosks': { get: listKiosks },
  '/v1/operators/kiosks/{kioskId}/mode': { parameters: [kioskId], post: setKioskMode },
  '/v1/operators/bikes/{bikeId}/photos': { parameters: [bikeId], get: listPhotos },
  '/v1/operators/photos/{photoId}': { parameters: [photoId], post: viewPhoto },
  '/v1/operators/cases': { get: listCases },
  '/v1/operators/cases/redrive': { post: redriveCase },
  '/v1/operators/cases/close': { post: closeCase },
  '/v1/operators/actions': { get: listActions, post: takeAction },
};
