import { Subject } from '../../identity/contract.ts';
import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { ReviewDecision } from '../contract.ts';
import { frontendResidentsEnv } from '../env.ts';
import { ResidentUnknown } from '../errors.ts';
import { callingOperator, jsonBody } from '../request.ts';
import { lambdaResidents, type Residents } from '../residents/residents.ts';

/** `POST /v1/operators/residents/{residentId}`: an operator has looked at their papers. */
export function reviewResident(deps: { residents: Residents }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const operator = callingOperator(request);
    const { data: residentId } = Subject.safeParse(request.parameters['residentId']);
    if (!residentId) throw new ResidentUnknown('There is no such resident: the id cannot be one.');
    const decision = jsonBody(request, ReviewDecision);
    const resident = await deps.residents.reviewResident({ residentId, operator, ...decision });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: resident };
  };
}

export const handler = httpHandler({
  bind: () => reviewResident({ residents: lambdaResidents(readEnv(frontendResidentsEnv)) }),
});
