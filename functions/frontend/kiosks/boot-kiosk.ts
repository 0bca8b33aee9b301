import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendAllowances, KIOSK_ALLOWANCES, within } from '../allowance.ts';
import { KioskBoot } from '../contract.ts';
import { frontendKiosksEnv } from '../env.ts';
import { type Kiosks, kioskBoots } from '../operators/kiosks.ts';
import { callingKiosk, jsonBody } from '../request.ts';

/**
 * `POST /v1/kiosks/me/boot`: a kiosk has started, and says what it is. Over HTTP, and not over MQTT: the answer belongs
 * to the question, so that the kiosk learns the time from it, to within the time that it took.
 */
export function bootKiosk(deps: { kiosks: Pick<Kiosks, 'bootKiosk'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const kioskId = callingKiosk(request);
    const said = jsonBody(request, KioskBoot);
    const booted = await deps.kiosks.bootKiosk({ ...said, kioskId });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: booted };
  };
}

export const handler = httpHandler({
  bind: () =>
    within(
      KIOSK_ALLOWANCES.boots,
      frontendAllowances(),
      bootKiosk({ kiosks: kioskBoots(readEnv({ bootKiosk: frontendKiosksEnv.bootKiosk }).bootKiosk) }),
    ),
});
