import { type HttpAnswer, httpHandler } from '../shared/http-handler.ts';
import { apiDescription } from './api/description.ts';

/** `GET /openapi.json`. The description is made when it is first asked for. */
export function describeApi() {
  const description = apiDescription();
  return async (): Promise<HttpAnswer> => ({
    status: 200,
    headers: { 'cache-control': 'public, max-age=300' },
    body: description,
  });
}

export const handler = httpHandler({ bind: describeApi });
