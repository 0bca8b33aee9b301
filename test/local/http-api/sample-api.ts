import { Duration } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { readCloudAssembly } from '../../../local/assembly/cloud-assembly.ts';
import { deployAssembly } from '../../../local/assembly/deploy.ts';
import { type HttpApiModule, httpApiModule } from '../../../local/http-api/module.ts';
import { iamModule } from '../../../local/iam/module.ts';
import type { ResourceKind } from '../../../local/module.ts';
import type { WireRequest } from '../../../local/wire/contract.ts';
import { addFunction, synthesize } from '../sample-app.ts';
import { hostContext } from '../serve.ts';
import { virtualClock } from '../virtual-clock.ts';

export function request(method: string, path: string, changes: Partial<WireRequest> = {}): WireRequest {
  return { method, path, query: '', headers: { host: 'localhost:8080' }, body: Buffer.alloc(0), ...changes };
}

/** Functions are not what is tried here: one kind stands for them, with ARNs as Lambda's. */
const functions: ResourceKind = {
  identify: ({ physicalName }) => ({
    ref: physicalName,
    attributes: { Arn: `arn:aws:lambda:us-east-1:000000000000:function:${physicalName}` },
  }),
  deploy: () => undefined,
};

export function kindsOf(module: HttpApiModule) {
  const kinds = { ...module.kinds, ...iamModule({ region: 'us-east-1', account: '000000000000' }).kinds };
  return { ...kinds, 'AWS::Lambda::Function': functions, 'AWS::Lambda::Permission': functions };
}

/** An API with a route that anyone may call, and one that asks the authoriser `Sample-Check`; `Sample-Rent` answers. */
export function sampleApi(): string {
  return synthesize((stack) => {
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
  });
}

/** Serves `sampleApi` with functions that answer as `answers` says, by their names. */
export async function serveSample(assemblyDir: string) {
  const clock = virtualClock(Date.UTC(2026, 10, 3, 4, 5, 6, 7));
  const events: Array<{ functionName: string; event: unknown }> = [];
  const logged: string[] = [];
  const answers: Record<string, () => unknown> = {
    'Sample-Rent': () => ({ ok: true }),
    'Sample-Check': () => ({ isAuthorized: true, context: { thing: 'k1' } }),
  };
  const invoke = async (functionName: string, event: unknown) => {
    events.push({ functionName, event });
    return answers[functionName]?.();
  };
  const context = hostContext({ clock, invoke, region: 'us-east-1', log: (line) => void logged.push(line) });
  const module = httpApiModule(context, { endpoint: 'http://localhost:8080', keysOf: async () => undefined });
  await deployAssembly(readCloudAssembly(assemblyDir), kindsOf(module));
  return { api: module.api, clock, events, logged, answers };
}
