import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendAllowances, KIOSK_ALLOWANCES, within } from '../allowance.ts';
import { SessionRequest } from '../contract.ts';
import { frontendEnv } from '../env.ts';
import { callingKiosk, jsonBody } from '../request.ts';
import { lambdaOrchestration, type Orchestration } from './orchestration.ts';

/** `POST /v1/sessions`: the rider has answered the first prompt. */
export function openSession(deps: { orchestration: Orchestration }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const kioskId = callingKiosk(request);
    const { credential } = jsonBody(request, SessionRequest);
    const session = await deps.orchestration.openSession({ kioskId, credential });
    return { status: 201, headers: { 'cache-control': 'no-store' }, body: session };
  };
}

export const handler = httpHandler({
  bind: () =>
    within(
      KIOSK_ALLOWANCES.sessions,
      frontendAllowances(),
      openSession({ orchestration: lambdaOrchestration(readEnv(frontendEnv)) }),
    ),
});
