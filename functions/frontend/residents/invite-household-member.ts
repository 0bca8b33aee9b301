import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendResidentsEnv } from '../env.ts';
import { callingPerson } from '../request.ts';
import { lambdaResidents, type Residents } from './residents.ts';

/** `POST /v1/residents/me/household/invitations`: a code that lets one person more into the household. */
export function inviteHouseholdMember(deps: { residents: Residents }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const { sub } = callingPerson(request);
    return {
      status: 201,
      headers: { 'cache-control': 'no-store' },
      body: await deps.residents.inviteHouseholdMember({ sub }),
    };
  };
}

export const handler = httpHandler({
  bind: () => inviteHouseholdMember({ residents: lambdaResidents(readEnv(frontendResidentsEnv)) }),
});
