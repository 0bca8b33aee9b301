import { UploadRequest } from '../../bikes/photo-contract.ts';
import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendAllowances, KIOSK_ALLOWANCES, within } from '../allowance.ts';
import { frontendBikesEnv } from '../env.ts';
import { callingKiosk, jsonBody, photoIdAsked } from '../request.ts';
import { type Bikes, uploadGrants } from './bikes.ts';

/**
 * `POST /v1/photos/{photoId}`: a kiosk has taken the photo that it was asked for, or that goes with a report, and asks
 * where to put it. The bytes themselves go to where the answer says, and never through here.
 */
export function grantUpload(deps: { bikes: Pick<Bikes, 'grantUpload'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const kioskId = callingKiosk(request);
    const photoId = photoIdAsked(request);
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
      grantUpload({ bikes: uploadGrants(readEnv({ grantUpload: frontendBikesEnv.grantUpload }).grantUpload) }),
    ),
});
