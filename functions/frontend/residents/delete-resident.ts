import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendResidentsEnv } from '../env.ts';
import { callingPerson } from '../request.ts';
import { lambdaResidents, type Residents } from './residents.ts';

/** `DELETE /v1/residents/me`: deletes everything that is held of who is signed in. */
export function deleteResident(deps: { residents: Residents }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const { sub } = callingPerson(request);
    await deps.residents.deleteResident({ sub });
    return { status: 204, headers: { 'cache-control': 'no-store' } };
  };
}

export const handler = httpHandler({
  bind: () => deleteResident({ residents: lambdaResidents(readEnv(frontendResidentsEnv)) }),
});
