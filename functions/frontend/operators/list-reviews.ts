import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendResidentsEnv } from '../env.ts';
import { callingOperator } from '../request.ts';
import { lambdaResidents, type Residents } from '../residents/residents.ts';

/** `GET /v1/operators/residents`: who waits for an operator to look at their papers. */
export function listReviews(deps: { residents: Residents }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    callingOperator(request);
    const { cursor } = request.query;
    const listed = await deps.residents.listReviews(cursor === undefined ? {} : { cursor });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: listed };
  };
}

export const handler = httpHandler({
  bind: () => listReviews({ residents: lambdaResidents(readEnv(frontendResidentsEnv)) }),
});
