import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { AlertToClear } from '../contract.ts';
import { frontendAlertsEnv } from '../env.ts';
import { callingOperator, jsonBody } from '../request.ts';
import { type Alerts, lambdaAlerts } from './alerts.ts';

/** `POST /v1/operators/alerts/clear`: takes back what riders were told. */
export function clearAlert(deps: { alerts: Alerts }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const by = `operator/${callingOperator(request)}`;
    const { alertId } = jsonBody(request, AlertToClear);
    return { status: 200, body: await deps.alerts.clearAlert({ alertId, by }) };
  };
}

export const handler = httpHandler({
  bind: () => clearAlert({ alerts: lambdaAlerts(readEnv(frontendAlertsEnv)) }),
});
