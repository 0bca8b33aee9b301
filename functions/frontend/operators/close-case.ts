import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { CaseToClose } from '../contract.ts';
import { frontendCasesEnv } from '../env.ts';
import { callingOperator, jsonBody } from '../request.ts';
import { type Cases, lambdaCases } from './cases.ts';

/** `POST /v1/operators/cases/close`: says that nothing more is to be done, in the name of whoever is signed in. */
export function closeCase(deps: { cases: Cases }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const operator = callingOperator(request);
    const { caseId, note } = jsonBody(request, CaseToClose);
    const closed = await deps.cases.closeCase({ caseId, operator, note });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: closed };
  };
}

export const handler = httpHandler({
  bind: () => closeCase({ cases: lambdaCases(readEnv(frontendCasesEnv)) }),
});
