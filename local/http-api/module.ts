import { createHash } from 'node:crypto';
import type { DeclaredResource, HostContext, HostModule } from '../module.ts';
import type { Caller, WireRequest, WireResponse } from '../wire/contract.ts';
import { type Authorizer, type AuthorizerProperties, createAuthorizer } from './authorizer.ts';
import { createJwtAuthorizer, type KeysOf } from './jwt-authorizer.ts';
import { createRouteTable } from './route-table.ts';
import { createServe, type Integration, type Target } from './serve.ts';

export interface HttpApiModule extends HostModule {
  /** Serves a request to the template's HTTP API. Never rejects. */
  api(request: WireRequest): Promise<WireResponse>;
  /** The same for those who know the API by its id; undefined where it is not the template's. */
  apiOf(id: string): HttpApiModule['api'] | undefined;
}

type HttpApiContext = Pick<HostContext, 'account' | 'region' | 'clock' | 'random' | 'invoke' | 'log'>;

interface RouteProperties {
  RouteKey?: string;
  Target?: string;
  AuthorizationType?: string;
  AuthorizerId?: string;
  AuthorizationScopes?: string[];
}

/** AWS, "Quotas for configuring and running an HTTP API": the default, which is also the most. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** Ids as API Gateway's: ten letters and digits, the same in each run. */
function idOf({ physicalName }: DeclaredResource): string {
  const hash = createHash('sha256').update(physicalName).digest();
  return BigInt(`0x${hash.toString('hex')}`)
    .toString(36)
    .slice(0, 10);
}

/** The name of the function in its ARN, or in an `apigateway` URI that has the ARN in it. */
function functionNameOf(uri: unknown): string {
  const name = /:function:([\w-]+)/.exec(String(uri))?.[1];
  if (!name) throw new Error(`'${uri}' is not a Lambda function; the embedded host integrates those alone`);
  return name;
}

function readIntegration(properties: Record<string, unknown>): Integration {
  const { IntegrationType: type, IntegrationSubtype: subtype, PayloadFormatVersion: version } = properties;
  if (subtype !== undefined) throw new Error(`the embedded host does not do the integration ${subtype}`);
  if (type !== 'AWS_PROXY') throw new Error(`the embedded host does not do integrations of type ${type}`);
  if (version !== '2.0') throw new Error(`the embedded host does payload format 2.0, not ${version}`);
  if ('RequestParameters' in properties) throw new Error('the embedded host maps no parameters (RequestParameters)');
  return {
    functionName: functionNameOf(properties['IntegrationUri']),
    timeoutMs: Number(properties['TimeoutInMillis'] ?? DEFAULT_TIMEOUT_MS),
  };
}

function refuse(properties: Record<string, unknown>, names: string[]): void {
  for (const name of names) {
    if (name in properties) throw new Error(`the embedded host does not do the property ${name} of an HTTP API`);
  }
}

function found<Value>(values: Map<string, Value>, id: string, what: string): Value {
  const value = values.get(id);
  if (value === undefined) throw new Error(`The template has no ${what} '${id}'.`);
  return value;
}

export interface HttpApiOptions {
  /** The address that the API is known by, as `Fn::GetAtt ApiEndpoint` gives it. */
  endpoint: string;
  /** Gives the keys by which JWT authorisers verify tokens. */
  keysOf: KeysOf;
}

export function httpApiModule(context: HttpApiContext, { endpoint, keysOf }: HttpApiOptions): HttpApiModule {
  const integrations = new Map<string, Integration>();
  const authorizers = new Map<string, Authorizer>();
  const routes = createRouteTable<Target>();
  let apiId: string | undefined;

  /** API Gateway, on behalf of one of the API's parts ("Resource types defined by Amazon API Gateway"). */
  const gateway = (part: string): Caller => {
    const sourceArn = `arn:aws:execute-api:${context.region}:${context.account}:${apiId}/${part}`;
    return { kind: 'service', name: 'apigateway.amazonaws.com', sourceArn };
  };

  const identify = (attribute: string) => (resource: DeclaredResource) => {
    const id = idOf(resource);
    return { ref: id, attributes: { [attribute]: id } };
  };

  const addRoute = (properties: RouteProperties) => {
    const { RouteKey: routeKey = '', Target: target = '', AuthorizerId: authorizerId = '' } = properties;
    const type = properties.AuthorizationType ?? 'NONE';
    if (!['NONE', 'CUSTOM', 'JWT'].includes(type))
      throw new Error(`the embedded host does not do authorisation by ${type}`);
    routes.add(routeKey, {
      integration: () => found(integrations, target.replace(/^integrations\//, ''), 'integration'),
      authorizer: type === 'NONE' ? undefined : () => found(authorizers, authorizerId, 'authoriser'),
      scopes: properties.AuthorizationScopes ?? [],
    });
  };

  const readAuthorizer = (ref: string, properties: AuthorizerProperties): Authorizer => {
    const { clock } = context;
    if (properties.AuthorizerType === 'JWT') return createJwtAuthorizer(properties, { clock, keysOf });
    const functionName = functionNameOf(properties.AuthorizerUri);
    const ask = (event: unknown) => context.invoke(functionName, event, gateway(`authorizers/${ref}`));
    return createAuthorizer(properties, { clock, ask });
  };

  const domainName = new URL(endpoint).hostname;
  const api = createServe({ ...context, gateway, routes, apiId: () => apiId ?? '', domainName });
  return {
    services: {},
    api,
    apiOf: (id) => (id === apiId ? api : undefined),
    kinds: {
      'AWS::ApiGatewayV2::Api': {
        identify: (resource) => {
          const id = idOf(resource);
          return { ref: id, attributes: { ApiId: id, ApiEndpoint: endpoint } };
        },
        deploy: ({ properties, ref }) => {
          refuse(properties, ['Body', 'BodyS3Location', 'CorsConfiguration']);
          if (properties['ProtocolType'] !== 'HTTP') throw new Error('the embedded host does HTTP APIs alone');
          if (apiId) throw new Error('the embedded host serves one HTTP API, and the template has another');
          apiId = ref;
        },
      },
      'AWS::ApiGatewayV2::Stage': {
        identify: ({ declared }) => ({ ref: String(declared['StageName']), attributes: {} }),
        deploy: ({ properties }) => {
          refuse(properties, ['StageVariables', 'ClientCertificateId']);
          if (properties['StageName'] === '$default') return;
          throw new Error(`the embedded host serves the stage $default, not ${properties['StageName']}`);
        },
      },
      'AWS::ApiGatewayV2::Integration': {
        identify: identify('IntegrationId'),
        deploy: ({ ref, properties }) => void integrations.set(ref, readIntegration(properties)),
      },
      'AWS::ApiGatewayV2::Route': {
        identify: identify('RouteId'),
        deploy: ({ properties }) => addRoute(properties),
      },
      'AWS::ApiGatewayV2::Authorizer': {
        identify: identify('AuthorizerId'),
        deploy: ({ ref, properties }) => void authorizers.set(ref, readAuthorizer(ref, properties)),
      },
    },
  };
}
