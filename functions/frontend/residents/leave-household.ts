import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendResidentsEnv } from '../env.ts';
import { callingPerson } from '../request.ts';
import { lambdaResidents, type Residents } from './residents.ts';

/** `DELETE /v1/residents/me/household`: leaves the household. */
export function leaveHousehold(deps: { residents: Residents }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const { sub } = callingPerson(request);
    return {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: await deps.residents.removeHouseholdMember({ sub }),
    };
  };
}

export const handler = httpHandler({
  bind: () => leaveHousehold({ residents: lambdaResidents(readEnv(frontendResidentsEnv)) }),
});
