import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { CaseToRedrive } from '../contract.ts';
import { frontendCasesEnv } from '../env.ts';
import { callingOperator, jsonBody } from '../request.ts';
import { type Cases, lambdaCases } from './cases.ts';

/** `POST /v1/operators/cases/redrive`: goes on with a case's workflow, in the name of whoever is signed in. */
export function redriveCase(deps: { cases: Cases }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const operator = callingOperator(request);
    const { caseId } = jsonBody(request, CaseToRedrive);
    const redriven = await deps.cases.redriveCase({ caseId, operator });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: redriven };
  };
}

export const handler = httpHandler({
  bind: () => redriveCase({ cases: lambdaCases(readEnv(frontendCasesEnv)) }),
});
