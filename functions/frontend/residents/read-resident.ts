import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendResidentsEnv } from '../env.ts';
import { callingPerson } from '../request.ts';
import { lambdaResidents, type Residents } from './residents.ts';

/** `GET /v1/residents/me`: everything that is held of who is signed in. */
export function readResident(deps: { residents: Residents }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const { sub } = callingPerson(request);
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: await deps.residents.readResident({ sub }) };
  };
}

export const handler = httpHandler({
  bind: () => readResident({ residents: lambdaResidents(readEnv(frontendResidentsEnv)) }),
});
