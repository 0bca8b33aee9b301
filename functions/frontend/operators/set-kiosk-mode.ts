import { readEnv } from '../../shared/env.ts';
import { KioskId } from '../../shared/fields.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { KioskModeRequest } from '../contract.ts';
import { frontendKiosksEnv } from '../env.ts';
import { KioskNotFound } from '../errors.ts';
import { callingOperator, jsonBody } from '../request.ts';
import { type Kiosks, kioskModes } from './kiosks.ts';

/**
 * `POST /v1/operators/kiosks/{kioskId}/mode`: opens, drains or closes a kiosk, in the name of whoever is signed in. The
 * page mints the change's id, so that it may ask as often as it must.
 *
 * @throws KioskNotFound where there is none of such an id
 */
export function setKioskMode(deps: { kiosks: Pick<Kiosks, 'setKioskMode'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const by = `operator/${callingOperator(request)}`;
    const asked = jsonBody(request, KioskModeRequest);
    const kioskId = KioskId.safeParse(request.parameters['kioskId']);
    if (!kioskId.success) throw new KioskNotFound('There is no such kiosk.');
    const changed = await deps.kiosks.setKioskMode({ ...asked, kioskId: kioskId.data, by }).catch((error: Error) => {
      throw error.name === 'KioskUnknown' ? new KioskNotFound(error.message) : error;
    });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: changed };
  };
}

export const handler = httpHandler({
  bind: () =>
    setKioskMode({ kiosks: kioskModes(readEnv({ setKioskMode: frontendKiosksEnv.setKioskMode }).setKioskMode) }),
});
