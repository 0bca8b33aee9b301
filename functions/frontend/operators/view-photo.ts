import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { PhotoToView } from '../contract.ts';
import { frontendPhotosEnv } from '../env.ts';
import { type Photos, photoViews } from '../photos.ts';
import { callingOperator, jsonBody, photoIdAsked } from '../request.ts';

/** `POST /v1/operators/photos/{photoId}`: an operator looks at a photo, and says why. It is no GET: it is written down. */
export function viewPhoto(deps: { photos: Pick<Photos, 'viewPhoto'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const operator = `operator/${callingOperator(request)}`;
    const photoId = photoIdAsked(request);
    const { reason } = jsonBody(request, PhotoToView);
    const viewed = await deps.photos.viewPhoto({ photoId, operator, reason });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: viewed };
  };
}

export const handler = httpHandler({
  bind: () => viewPhoto({ photos: photoViews(readEnv({ viewPhoto: frontendPhotosEnv.viewPhoto }).viewPhoto) }),
});
