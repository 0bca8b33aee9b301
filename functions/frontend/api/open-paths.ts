import { content, problems } from './words.ts';

const token = {
  operationId: 'issueKioskToken',
  summary: "Trades a kiosk's assertion for an access token (RFC 7523)",
  security: [],
  requestBody: { required: true, content: content('TokenRequest', 'application/x-www-form-urlencoded') },
  responses: {
    200: { description: 'An access token, good for a quarter of an hour.', content: content('IssuedToken') },
    400: { description: 'The request or the assertion does not hold.', content: content('TokenRefusal') },
    401: { description: 'The kiosk is not registered.', content: content('TokenRefusal') },
    ...problems(413, 429, 500),
  },
};

const describeApi = {
  operationId: 'describeApi',
  summary: 'This description',
  security: [],
  responses: { 200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } } },
};

const publishKeys = {
  operationId: 'publishKeys',
  summary: "The city's public keys (RFC 7517): of its tokens, and the one that credentials are sealed to",
  security: [],
  responses: {
    200: { description: 'The keys.', content: content('KeySet', 'application/jwk-set+json') },
    ...problems(500),
  },
};

/** What anyone may call. */
export const openPaths = {
  '/v1/token': { post: token },
  '/openapi.json': { get: describeApi },
  '/.well-known/jwks.json': { get: publishKeys },
};
