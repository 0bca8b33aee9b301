import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { HouseholdCode } from '../contract.ts';
import { frontendResidentsEnv } from '../env.ts';
import { callingPerson, jsonBody } from '../request.ts';
import { lambdaResidents, type Residents } from './residents.ts';

/** `PUT /v1/residents/me/household`: comes into the household that has given this code. */
export function joinHousehold(deps: { residents: Residents }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const { sub } = callingPerson(request);
    const { code } = jsonBody(request, HouseholdCode);
    return {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: await deps.residents.addHouseholdMember({ sub, code }),
    };
  };
}

export const handler = httpHandler({
  bind: () => joinHousehold({ residents: lambdaResidents(readEnv(frontendResidentsEnv)) }),
});
