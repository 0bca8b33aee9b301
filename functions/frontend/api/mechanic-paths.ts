import { KioskId, PhotoId } from '../../shared/fields.ts';
import { RepairId } from '../../workshop/contract.ts';
import { jsonSchema, type SchemaName } from './schemas.ts';
import { BODY_PROBLEMS, content, FROM_PEOPLE, inPath, problems } from './words.ts';

const repairId = inPath('repairId', RepairId);
const photoId = inPath('photoId', PhotoId);

const moved = (operationId: string, summary: string, body: SchemaName) => ({
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

const deed = (operationId: string, summary: string, body: SchemaName) => ({
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
  'Ends the work, with a checklist and a photo or a word on why there is none; finished twice, it is finished once',
  'WorkToFinish',
);
const inspectWork = deed(
  'inspectWork',
  'Says whether the bike may be offered again: for another mechanic than who has mended it, or an operator',
  'WorkToInspect',
);

const addWorkPhoto = {
  operationId: 'addWorkPhoto',
  summary: 'Asks where to put a photo of the work, which goes on; up to ten of one work',
  ...FROM_PEOPLE,
  requestBody: { required: true, content: content('PhotoToAdd') },
  responses: {
    201: {
      description:
        'The photo’s id, and leave for one PUT to `url`, with exactly these headers and of just the bytes that were announced. The work can be finished with it once the work order has it as `stored`.',
      content: content('PhotoGranted'),
    },
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 500, 503),
  },
};

const viewWorkPhoto = {
  operationId: 'viewWorkPhoto',
  summary: 'Looks at a photo of a work order: a rider’s, or one of the work. That it was looked at is kept with it',
  ...FROM_PEOPLE,
  responses: {
    200: { description: 'Where it is, for a minute.', content: content('PhotoViewed') },
    ...problems(401, 403, 404, 500, 503),
  },
};

/** What mechanics call. */
export const mechanicPaths = {
  '/v1/mechanics/moves': { get: listMoves },
  '/v1/mechanics/pick-ups': { post: pickUpBike },
  '/v1/mechanics/drop-offs': { post: dropOffBike },
  '/v1/mechanics/work-orders': { get: listWorkOrders },
  '/v1/mechanics/work-orders/{repairId}': { parameters: [repairId], get: readWorkOrder },
  '/v1/mechanics/work-orders/{repairId}/start': { parameters: [repairId], post: startWork },
  '/v1/mechanics/work-orders/{repairId}/parts': { parameters: [repairId], post: addParts },
  '/v1/mechanics/work-orders/{repairId}/finish': { parameters: [repairId], post: finishWork },
  '/v1/mechanics/work-orders/{repairId}/photos': { parameters: [repairId], post: addWorkPhoto },
  '/v1/mechanics/work-orders/{repairId}/photos/{photoId}': { parameters: [repairId, photoId], post: viewWorkPhoto },
  '/v1/mechanics/work-orders/{repairId}/inspect': { parameters: [repairId], post: inspectWork },
};
