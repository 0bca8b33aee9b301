import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendKiosksEnv } from '../env.ts';
import { callingOperator } from '../request.ts';
import { type Kiosks, kioskLists } from './kiosks.ts';

/** `GET /v1/operators/kiosks?cursor=…`: each kiosk with its versions, its last word, its mode, its faults, its bikes. */
export function listKiosks(deps: { kiosks: Pick<Kiosks, 'listKiosks'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    callingOperator(request);
    const { cursor } = request.query;
    const listed = await deps.kiosks.listKiosks(cursor === undefined ? {} : { cursor });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: listed };
  };
}

export const handler = httpHandler({
  bind: () => listKiosks({ kiosks: kioskLists(readEnv({ listKiosks: frontendKiosksEnv.listKiosks }).listKiosks) }),
});
