import { Registration } from '../../identity/contract.ts';
import { readEnv } from '../../shared/env.ts';
import { Relayed } from '../../shared/errors.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { RequestInvalid } from '../../shared/problem.ts';
import { frontendResidentsEnv } from '../env.ts';
import { callingPerson, jsonBody } from '../request.ts';
import { lambdaResidents, type Residents } from './residents.ts';

/** Identity alone can tell what is an address at all; the page wants to know which field it is about. */
function pointedOut(error: unknown): never {
  if (!(error instanceof Relayed) || error.name !== 'AddressUnusable') throw error;
  const detail = 'must be a street address with a number, not a post box';
  throw new RequestInvalid([{ pointer: '#/address/street', detail }]);
}

/** `PUT /v1/residents/me`: registers who is signed in as a resident. The same again gets the same answer. */
export function registerResident(deps: { residents: Residents }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const { sub } = callingPerson(request);
    const registration = jsonBody(request, Registration);
    const resident = await deps.residents.registerResident({ sub, registration }).catch(pointedOut);
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: resident };
  };
}

export const handler = httpHandler({
  bind: () => registerResident({ residents: lambdaResidents(readEnv(frontendResidentsEnv)) }),
});
