import { Case } from '../../operations/contract.ts';
import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { RequestInvalid } from '../../shared/problem.ts';
import { frontendCasesEnv } from '../env.ts';
import { callingOperator } from '../request.ts';
import { type Cases, lambdaCases } from './cases.ts';

function statusAsked({ query: { status } }: HttpRequest): Case['status'] | undefined {
  if (status === undefined) return undefined;
  const { data } = Case.shape.status.safeParse(status);
  if (data) return data;
  throw new RequestInvalid([{ pointer: '?status', detail: `must be one of ${Case.shape.status.options.join(', ')}` }]);
}

/** `GET /v1/operators/cases`: one page of what operators have to look into; `?cursor=` goes on where it ended. */
export function listCases(deps: { cases: Cases }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    callingOperator(request);
    const [status, cursor] = [statusAsked(request), request.query['cursor']];
    const listed = await deps.cases.listCases({
      ...(status === undefined ? {} : { status }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: listed };
  };
}

export const handler = httpHandler({
  bind: () => listCases({ cases: lambdaCases(readEnv(frontendCasesEnv)) }),
});
