import { Registration } from '../identity/contract.ts';
import { readEnv } from '../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../shared/http-handler.ts';
import { frontendResidentsEnv } from './env.ts';
import { callingPerson, jsonBody } from './request.ts';
import { lambdaResidents, type Residents } from './residents.ts';

/** `PUT /v1/residents/me`: registers who is signed in as a resident. The same again gets the same answer. */
export function registerResident(deps: { residents: Residents }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const { sub } = callingPerson(request);
    const registration = jsonBody(request, Registration);
    const resident = await deps.residents.registerResident({ sub, registration });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: resident };
  };
}

export const handler = httpHandler({
  bind: () => registerResident({ residents: lambdaResidents(readEnv(frontendResidentsEnv)) }),
});
