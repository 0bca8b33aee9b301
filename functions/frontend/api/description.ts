import { kioskPaths } from './kiosk-paths.ts';
import { mechanicPaths } from './mechanic-paths.ts';
import { openPaths } from './open-paths.ts';
import { operatorPaths } from './operator-paths.ts';
import { residentPaths } from './resident-paths.ts';
import { type Json, jsonSchemas } from './schemas.ts';

/** The description of the HTTP API (OpenAPI 3.1), made of the contracts that the functions themselves check. */
export function apiDescription(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Freewheel',
      version: '1.0.0',
      description:
        "The HTTP API of kiosks and of people. Refusals are problem details (RFC 9457), but for OAuth's own at /v1/token.",
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: {
      ...openPaths,
      ...kioskPaths,
      ...residentPaths,
      ...mechanicPaths,
      ...operatorPaths,
    },
    components: {
      schemas: jsonSchemas(),
      securitySchemes: {
        kioskToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        people: {
          type: 'openIdConnect',
          openIdConnectUrl: '/oidc/.well-known/openid-configuration',
          description: "People's access tokens. In the cloud the address lies below the issuer of the user pool.",
        },
      },
    },
  };
}
