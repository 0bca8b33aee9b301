import { readEnv } from '../../shared/env.ts';
import { BikeId } from '../../shared/fields.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendPhotosEnv } from '../env.ts';
import { BikeUnknown } from '../errors.ts';
import { type Photos, photoLists } from '../photos.ts';
import { callingOperator } from '../request.ts';

/** `GET /v1/operators/bikes/{bikeId}/photos`: what photos there are of a bike, and which there should have been. */
export function listPhotos(deps: { photos: Pick<Photos, 'listPhotos'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    callingOperator(request);
    const bikeId = BikeId.safeParse(request.parameters['bikeId']).data;
    if (!bikeId) throw new BikeUnknown('There is no such bike: its id cannot be one.');
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: await deps.photos.listPhotos({ bikeId }) };
  };
}

export const handler = httpHandler({
  bind: () => listPhotos({ photos: photoLists(readEnv({ listPhotos: frontendPhotosEnv.listPhotos }).listPhotos) }),
});
