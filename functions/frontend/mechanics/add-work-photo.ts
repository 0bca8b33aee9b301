import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { type PhotoGranted, PhotoToAdd } from '../contract.ts';
import { frontendPhotosEnv, frontendWorkshopEnv } from '../env.ts';
import { type Photos, workPhotoGrants } from '../photos.ts';
import { callingMechanic, jsonBody, repairIdAsked } from '../request.ts';
import { photoAnnouncements, type WorkOrders } from './work-orders.ts';

/**
 * `POST /v1/mechanics/work-orders/{repairId}/photos`: the mechanic has photographed their work. The workshop says whether
 * it is theirs, and bikes where to put it; the bytes themselves go there, and never through here.
 */
export function addWorkPhoto(deps: {
  workOrders: Pick<WorkOrders, 'announcePhoto'>;
  photos: Pick<Photos, 'grantWorkPhoto'>;
}) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const mechanic = callingMechanic(request);
    const repairId = repairIdAsked(request);
    const { requestId, ...content } = jsonBody(request, PhotoToAdd);
    const { photoId, bikeId } = await deps.workOrders.announcePhoto({ repairId, mechanic, requestId });
    const granted = await deps.photos.grantWorkPhoto({ photoId, repairId, bikeId, ...content });
    return {
      status: 201,
      headers: { 'cache-control': 'no-store' },
      body: { photoId, ...granted } satisfies PhotoGranted,
    };
  };
}

export const handler = httpHandler({
  bind: () => {
    const { announcePhoto, grantWorkPhoto } = readEnv({
      announcePhoto: frontendWorkshopEnv.announcePhoto,
      grantWorkPhoto: frontendPhotosEnv.grantWorkPhoto,
    });
    return addWorkPhoto({
      workOrders: photoAnnouncements(announcePhoto),
      photos: workPhotoGrants(grantWorkPhoto),
    });
  },
});
