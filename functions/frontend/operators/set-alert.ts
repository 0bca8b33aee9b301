import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { AlertToSet } from '../contract.ts';
import { frontendAlertsEnv } from '../env.ts';
import { callingOperator, jsonBody } from '../request.ts';
import { type Alerts, lambdaAlerts } from './alerts.ts';

/** `POST /v1/operators/alerts`: tells riders something, in the name of whoever is signed in. */
export function setAlert(deps: { alerts: Alerts }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const by = `operator/${callingOperator(request)}`;
    const alert = jsonBody(request, AlertToSet);
    return { status: 200, body: await deps.alerts.setAlert({ ...alert, by }) };
  };
}

export const handler = httpHandler({
  bind: () => setAlert({ alerts: lambdaAlerts(readEnv(frontendAlertsEnv)) }),
});
