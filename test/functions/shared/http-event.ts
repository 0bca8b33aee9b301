import type { HttpEvent } from '../../../functions/shared/http-handler.ts';

export interface Call {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
  rentalId?: string;
  /** The kiosk for which the authoriser vouches. */
  kioskId?: string;
  /** The person for whom it vouches. */
  person?: { sub: string; groups: string[] };
}

/** The claims of an access token, as an HTTP API hands them on. */
const claimsOf = ({ sub, groups }: NonNullable<Call['person']>) => ({
  claims: { sub, token_use: 'access', 'cognito:groups': `[${groups.join(' ')}]` },
});

/** An event of an HTTP API, payload format 2.0. */
export function httpEvent(call: Call = {}): HttpEvent {
  const { method = 'GET', path = '/', headers = {}, body, rentalId, kioskId, person } = call;
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers,
    ...(body === undefined ? {} : { body }),
    ...(rentalId === undefined ? {} : { pathParameters: { rentalId } }),
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '01/May/2026:10:00:00 +0000',
      timeEpoch: 1_777_629_600_000,
      authorizer: {
        lambda: kioskId === undefined ? undefined : { kioskId },
        ...(person && { jwt: claimsOf(person) }),
      },
    },
  };
}
