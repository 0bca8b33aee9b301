import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendAllowances, KIOSK_ALLOWANCES, within } from '../allowance.ts';
import { DamageReport } from '../contract.ts';
import { frontendBikesEnv } from '../env.ts';
import { callingKiosk, jsonBody } from '../request.ts';
import { type Bikes, damageReports } from './bikes.ts';

/**
 * `POST /v1/damage-reports`: a rider has said at the kiosk what is wrong with a bike. The kiosk mints the report's id,
 * so that it may tell it as often as it must: the same report is kept once.
 */
export function reportDamage(deps: { bikes: Pick<Bikes, 'reportDamage'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const kioskId = callingKiosk(request);
    const report = jsonBody(request, DamageReport);
    const recorded = await deps.bikes.reportDamage({ ...report, kioskId });
    return { status: 202, headers: { 'cache-control': 'no-store' }, body: recorded };
  };
}

export const handler = httpHandler({
  bind: () =>
    within(
      KIOSK_ALLOWANCES.damageReports,
      frontendAllowances(),
      reportDamage({ bikes: damageReports(readEnv({ reportDamage: frontendBikesEnv.reportDamage }).reportDamage) }),
    ),
});
