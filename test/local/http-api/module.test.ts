import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import {
  CfnIntegration,
  HttpApi,
  type HttpAuthorizer,
  HttpIntegrationSubtype,
  HttpMethod,
  HttpNoneAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpJwtAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { readCloudAssembly } from '../../../local/assembly/cloud-assembly.ts';
import { deployAssembly } from '../../../local/assembly/deploy.ts';
import { type HttpApiModule, httpApiModule } from '../../../local/http-api/module.ts';
import { iamModule } from '../../../local/iam/module.ts';
import type { ResourceKind } from '../../../local/module.ts';
import { ServiceError, type WireRequest } from '../../../local/wire/contract.ts';
import { addFunction, forgetFolders, synthesize } from '../sample-app.ts';
import { hostContext } from '../serve.ts';
import { type VirtualClock, virtualClock } from '../virtual-clock.ts';

// Templates are made and threads are started, on machines that may be busy.
jest.setTimeout(60_000);

const request = (method: string, path: string, changes: Partial<WireRequest> = {}): WireRequest => {
  return { method, path, query: '', headers: { host: 'localhost:8080' }, body: Buffer.alloc(0), ...changes };
};

/** Functions are not what is tried here: one kind stands for them, with ARNs as Lambda's. */
const functions: ResourceKind = {
  identify: ({ physicalName }) => ({
    ref: physicalName,
    attributes: { Arn: `arn:aws:lambda:us-east-1:000000000000:function:${physicalName}` },
  }),
  deploy: () => undefined,
};

function kindsOf(module: HttpApiModule) {
  const kinds = { ...module.kinds, ...iamModule({ account: '000000000000' }).kinds };
  return { ...kinds, 'AWS::Lambda::Function': functions, 'AWS::Lambda::Permission': functions };
}

describe('the HTTP API', () => {
  const assembly = readCloudAssembly(
    synthesize((stack) => {
      const rent = addFunction(stack, 'Rent', 'exports.handler = () => 1;');
      const check = addFunction(stack, 'Check', 'exports.handler = () => 1;');
      const authorizer = new HttpLambdaAuthorizer('Kiosks', check, {
        responseTypes: [HttpLambdaResponseType.SIMPLE],
        identitySource: ['$request.header.Authorization'],
        resultsCacheTtl: Duration.minutes(5),
      });
      const api = new HttpApi(stack, 'Api', { defaultAuthorizer: authorizer });
      const integration = new HttpLambdaIntegration('Rent', rent);
      api.addRoutes({ path: '/v1/rentals/{rentalId}', methods: [HttpMethod.PUT], integration });
      const open = { integration, authorizer: new HttpNoneAuthorizer() };
      api.addRoutes({ path: '/v1/open/{proxy+}', methods: [HttpMethod.ANY], ...open });
    }),
  );
  let clock: VirtualClock;
  let module: HttpApiModule;
  let events: Array<{ functionName: string; event: never }>;
  let logged: string[];
  let answers: Record<string, () => unknown>;

  const lastEvent = () => events.at(-1)?.event as unknown;
  const bodyOf = async (answer: ReturnType<HttpApiModule['api']>) => (await answer).body.toString();

  beforeEach(async () => {
    clock = virtualClock(Date.UTC(2026, 10, 3, 4, 5, 6, 7));
    events = [];
    logged = [];
    answers = {
      'Sample-Rent': () => ({ ok: true }),
      'Sample-Check': () => ({ isAuthorized: true, context: { thing: 'k1' } }),
    };
    const invoke = async (functionName: string, event: unknown) => {
      events.push({ functionName, event: event as never });
      return answers[functionName]?.();
    };
    const context = hostContext({ clock, invoke, region: 'us-east-1', log: (line) => void logged.push(line) });
    module = httpApiModule(context, { endpoint: 'http://localhost:8080' });
    await deployAssembly(assembly, kindsOf(module));
  });

  afterAll(forgetFolders);

  it('hands a request on in payload format 2.0', async () => {
    await module.api(
      request('POST', '/v1/open/a%20b/c', {
        query: 'x=1&x=2&y=%C3%A9+z',
        headers: {
          host: 'localhost:8080',
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'kiosk/1',
          cookie: 'a=1; b=2',
        },
        body: Buffer.from('{"é":1}'),
      }),
    );

    const apiId = expect.stringMatching(/^[a-z0-9]{10}$/);
    expect(lastEvent()).toEqual({
      version: '2.0',
      routeKey: 'ANY /v1/open/{proxy+}',
      rawPath: '/v1/open/a b/c',
      rawQueryString: 'x=1&x=2&y=%C3%A9+z',
      cookies: ['a=1', 'b=2'],
      headers: {
        host: 'localhost:8080',
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'kiosk/1',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { x: '1,2', y: 'é z' },
      pathParameters: { proxy: 'a b/c' },
      requestContext: {
        accountId: '000000000000',
        apiId,
        domainName: 'localhost',
        domainPrefix: 'localhost',
        http: {
          method: 'POST',
          path: '/v1/open/a b/c',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'kiosk/1',
        },
        requestId: expect.any(String),
        routeKey: 'ANY /v1/open/{proxy+}',
        stage: '$default',
        time: '03/Nov/2026:04:05:06 +0000',
        timeEpoch: Date.UTC(2026, 10, 3, 4, 5, 6, 7),
      },
      body: '{"é":1}',
      isBase64Encoded: false,
    });
  });

  it('leaves out what a request does not have', async () => {
    await module.api(request('GET', '/v1/open/a'));

    const names = Object.keys(lastEvent() as object);
    expect(names).not.toEqual(expect.arrayContaining(['cookies']));
    expect(names).toEqual([
      'version',
      'routeKey',
      'rawPath',
      'rawQueryString',
      'headers',
      'pathParameters',
      'requestContext',
      'isBase64Encoded',
    ]);
  });

  it.each([
    ['application/json', false],
    ['text/csv; charset=utf-8', false],
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
    [undefined, true],
  ])('hands on a body of type %s in base64: %s', async (type, isBase64Encoded) => {
    const headers: Record<string, string> = type ? { 'content-type': type } : {};

    await module.api(request('POST', '/v1/open/a', { headers, body: Buffer.from('a=b') }));

    expect(lastEvent()).toMatchObject({ isBase64Encoded, body: isBase64Encoded ? 'YT1i' : 'a=b' });
  });

  it.each<[string, unknown, object]>([
    ['bare JSON', { ok: 1 }, { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":1}' }],
    ['bare text', 'hello', { status: 200, headers: { 'content-type': 'application/json' }, body: 'hello' }],
    [
      'a whole response',
      { statusCode: 201, headers: { 'Content-Type': 'text/html', 'X-Count': 2 }, cookies: ['a=1'], body: '<p>' },
      { status: 201, headers: { 'content-type': 'text/html', 'x-count': '2' }, cookies: ['a=1'], body: '<p>' },
    ],
    ['a status alone', { statusCode: 204 }, { status: 204, body: '' }],
    ['base64', { statusCode: 200, body: 'aGVsbG8=', isBase64Encoded: true }, { status: 200, body: 'hello' }],
    [
      'a body that is no text',
      { statusCode: 200, body: { a: 1 } },
      { status: 500, body: '{"message":"Internal Server Error"}' },
    ],
    ['a status that is no number', { statusCode: 'ok' }, { status: 500, body: '{"message":"Internal Server Error"}' }],
  ])('takes %s for an answer', async (_, answer, expected) => {
    answers['Sample-Rent'] = () => answer;

    const response = await module.api(request('GET', '/v1/open/a'));

    expect({ ...response, body: response.body.toString() }).toMatchObject(expected);
    expect(response.headers['apigw-requestid']).toBeTruthy();
  });

  it('knows no other paths or methods', async () => {
    const answers = [module.api(request('GET', '/v1/rentals/r1')), module.api(request('GET', '/'))];

    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([404, 404]);
    expect(await bodyOf(module.api(request('GET', '/')))).toBe('{"message":"Not Found"}');
  });

  it('tells the caller nothing of why a function failed, and the developer all', async () => {
    answers['Sample-Rent'] = () => {
      throw Object.assign(new Error('a secret'), { name: 'BikeUnavailable' });
    };

    const response = await module.api(request('GET', '/v1/open/a'));

    expect([response.status, response.body.toString()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(logged).toEqual(['ANY /v1/open/{proxy+} failed: BikeUnavailable: a secret']);
  });

  it('says that it is overloaded where a function is', async () => {
    answers['Sample-Rent'] = () => {
      throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429);
    };

    const response = await module.api(request('GET', '/v1/open/a'));

    expect([response.status, response.body.toString()]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  it('gives up on a function after 30 seconds', async () => {
    answers['Sample-Rent'] = () => new Promise(() => {});
    const response = module.api(request('GET', '/v1/open/a'));
    await new Promise((resolve) => setImmediate(resolve));

    clock.advance(30_000);

    expect(await bodyOf(response)).toBe('{"message":"Service Unavailable"}');
  });

  it('refuses a body over 10 MB, and a path that cannot be decoded', async () => {
    const large = await module.api(request('POST', '/v1/open/a', { body: Buffer.alloc(10 * 1024 * 1024 + 1) }));
    const odd = await module.api(request('GET', '/v1/open/%E0%A4%A'));

    expect([large.status, odd.status]).toEqual([413, 400]);
    expect(events).toEqual([]);
  });

  describe('with an authoriser', () => {
    const authorized = (token?: string) =>
      module.api(request('PUT', '/v1/rentals/r1', { headers: token ? { authorization: token } : {} }));
    const asked = () => events.filter(({ functionName }) => functionName === 'Sample-Check').length;

    it('asks it, and hands on what it found out', async () => {
      const response = await authorized('Bearer abc');

      expect(response.status).toBe(200);
      expect(events[0]?.event).toMatchObject({
        version: '2.0',
        type: 'REQUEST',
        identitySource: ['Bearer abc'],
        routeKey: 'PUT /v1/rentals/{rentalId}',
        pathParameters: { rentalId: 'r1' },
        routeArn: expect.stringMatching(
          /^arn:aws:execute-api:us-east-1:000000000000:\w{10}\/\$default\/PUT\/v1\/rentals\/r1$/,
        ),
      });
      expect(lastEvent()).toMatchObject({ requestContext: { authorizer: { lambda: { thing: 'k1' } } } });
    });

    it('asks nobody where the token is missing', async () => {
      const response = await authorized();

      expect([response.status, response.body.toString()]).toEqual([401, '{"message":"Unauthorized"}']);
      expect(events).toEqual([]);
    });

    it('refuses whom it refuses', async () => {
      answers['Sample-Check'] = () => ({ isAuthorized: false });

      const response = await authorized('Bearer abc');

      expect([response.status, response.body.toString()]).toEqual([403, '{"message":"Forbidden"}']);
      expect(events.map(({ functionName }) => functionName)).toEqual(['Sample-Check']);
    });

    it('lets nobody through where it fails or gives no clear answer', async () => {
      const failing = () => {
        throw new Error('no key');
      };
      const statuses: number[] = [];
      for (const answer of [failing, () => ({}), () => null, () => ({ isAuthorized: 'true' })]) {
        answers['Sample-Check'] = answer;
        statuses.push((await authorized('Bearer abc')).status);
      }

      expect(statuses).toEqual([500, 500, 500, 500]);
    });

    it('remembers its answer about one token for as long as the template says', async () => {
      await authorized('Bearer abc');
      clock.advance(299_999);
      await authorized('Bearer abc');
      const before = asked();
      clock.advance(1);
      await authorized('Bearer abc');

      expect([before, asked()]).toEqual([1, 2]);
    });

    it('never takes the answer about one token for that about another', async () => {
      await authorized('Bearer abc');
      answers['Sample-Check'] = () => ({ isAuthorized: false });

      const response = await authorized('Bearer abcd');

      expect(response.status).toBe(403);
    });
  });
});

describe('an HTTP API that the host cannot serve', () => {
  afterAll(forgetFolders);

  const deploy = (build: (api: HttpApi) => void, options = {}) => {
    const assembly = synthesize((stack) => build(new HttpApi(stack, 'Api', options)));
    const module = httpApiModule(hostContext(), { endpoint: 'http://localhost:8080' });
    return deployAssembly(readCloudAssembly(assembly), kindsOf(module));
  };
  const lambdaRoute = (api: HttpApi, authorizer?: HttpAuthorizer | HttpJwtAuthorizer) => {
    const integration = new HttpLambdaIntegration('I', addFunction(api.stack, 'F', 'exports.handler = () => 1;'));
    api.addRoutes({ path: '/a', integration, ...(authorizer && { authorizer: authorizer as HttpJwtAuthorizer }) });
  };

  it('is refused for an integration with another service, by its name', async () => {
    const deployment = deploy((api) => {
      new CfnIntegration(api.stack, 'Sync', {
        apiId: api.apiId,
        integrationType: 'AWS_PROXY',
        integrationSubtype: HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION,
        payloadFormatVersion: '1.0',
        credentialsArn: 'arn:aws:iam::000000000000:role/r',
        requestParameters: { StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m' },
      });
    });

    await expect(deployment).rejects.toThrow('does not do the integration StepFunctions-StartSyncExecution');
  });

  it('is refused for an authoriser of another kind, by its name', async () => {
    const deployment = deploy((api) => {
      lambdaRoute(api, new HttpJwtAuthorizer('Jwt', 'https://issuer.test', { jwtAudience: ['api'] }));
    });

    await expect(deployment).rejects.toThrow(/Jwt.* \(AWS::ApiGatewayV2::Authorizer\)/);
  });

  it('is refused for CORS', async () => {
    const deployment = deploy((api) => lambdaRoute(api), { corsPreflight: { allowOrigins: ['*'] } });

    await expect(deployment).rejects.toThrow('does not do the property CorsConfiguration of an HTTP API');
  });
});
