import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import type { WorkOrder } from '../../workshop/contract.ts';
import { frontendPhotosEnv, frontendWorkshopEnv } from '../env.ts';
import { PhotoUnknown } from '../errors.ts';
import { type Photos, photoViews } from '../photos.ts';
import { callingInspector, photoIdAsked, repairIdAsked } from '../request.ts';
import { type WorkOrders, workOrderCall } from './work-orders.ts';

/** What a mechanic may look at: what riders sent along, and what mechanics did. */
function photosOf({ findings, photos = [], rounds }: WorkOrder): (string | undefined)[] {
  const ofRiders = findings.flatMap(({ photoIds = [] }) => photoIds);
  return [...ofRiders, ...photos.map(({ photoId }) => photoId), ...rounds.map(({ photoId }) => photoId)];
}

/**
 * `POST /v1/mechanics/work-orders/{repairId}/photos/{photoId}`: a mechanic looks at a photo of this work order. It is no
 * GET, since each look is written down.
 *
 * @throws PhotoUnknown where it is not of this work order, or not there any more
 */
export function viewWorkPhoto(deps: {
  workOrders: Pick<WorkOrders, 'readWorkOrder'>;
  photos: Pick<Photos, 'viewPhoto'>;
}) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const { sub: mechanic, by: operator } = callingInspector(request);
    const repairId = repairIdAsked(request);
    const photoId = photoIdAsked(request);
    const order = await deps.workOrders.readWorkOrder({ repairId, mechanic });
    if (!photosOf(order).includes(photoId)) throw new PhotoUnknown('The work order has no such photo.');
    const look = { photoId, operator, reason: `Work order ${repairId}` };
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: await deps.photos.viewPhoto(look) };
  };
}

export const handler = httpHandler({
  bind: () => {
    const { readWorkOrder, viewPhoto } = readEnv({
      readWorkOrder: frontendWorkshopEnv.readWorkOrder,
      viewPhoto: frontendPhotosEnv.viewPhoto,
    });
    return viewWorkPhoto({
      workOrders: { readWorkOrder: workOrderCall(readWorkOrder) },
      photos: photoViews(viewPhoto),
    });
  },
});
