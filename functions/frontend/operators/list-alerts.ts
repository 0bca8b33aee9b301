import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendAlertsEnv } from '../env.ts';
import { callingOperator } from '../request.ts';
import { type Alerts, lambdaAlerts } from './alerts.ts';

/** `GET /v1/operators/alerts`: what riders are told at this moment, and who has said so. */
export function listAlerts(deps: { alerts: Alerts }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    callingOperator(request);
    return { status: 200, body: await deps.alerts.listAlerts({}) };
  };
}

export const handler = httpHandler({
  bind: () => listAlerts({ alerts: lambdaAlerts(readEnv(frontendAlertsEnv)) }),
});
