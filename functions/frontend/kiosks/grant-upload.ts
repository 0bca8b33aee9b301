import { UploadRequest } from '../../bikes/photo-contract.ts';
import { readEnv } from '../../shared/env.ts';
import { PhotoId } from '../../shared/fields.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendAllowances, KIOSK_ALLOWANCES, within } from '../allowance.ts';
import { frontendBikesEnv } from '../env.ts';
import { PhotoUnknown } from '../errors.ts';
import { callingKiosk, jsonBody } from '../request.ts';
import { type Bikes, lambdaBikes } from './bikes.ts';

/**
 * `POST /v1/photos/{photoId}`: a kiosk has taken the photo that it was asked for, and asks where to put it. The bytes
 * themselves go to where the answer says, and never through here.
 */
export function grantUpload(deps: { bikes: Bikes }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const kioskId = callingKiosk(request);
    const photoId = PhotoId.safeParse(request.parameters['photoId']).data;
    if (!photoId) throw new PhotoUnknown('There is no such photo: its id cannot be one.');
    const content = jsonBody(request, UploadRequest);
    const granted = await deps.bikes.grantUpload({ photoId, kioskId, ...content });
    return { status: 201, headers: { 'cache-control': 'no-store' }, body: granted };
  };
}

export const handler = httpHandler({
  bind: () =>
    within(
      KIOSK_ALLOWANCES.photos,
      frontendAllowances(),
      grantUpload({ bikes: lambdaBikes(readEnv(frontendBikesEnv)) }),
    ),
});
