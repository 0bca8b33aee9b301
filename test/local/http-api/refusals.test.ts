import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { CfnIntegration, HttpApi, HttpIntegrationSubtype } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { readCloudAssembly } from '../../../local/assembly/cloud-assembly.ts';
import { deployAssembly } from '../../../local/assembly/deploy.ts';
import { httpApiModule } from '../../../local/http-api/module.ts';
import { addFunction, forgetFolders, synthesize } from '../sample-app.ts';
import { hostContext } from '../serve.ts';
import { kindsOf } from './sample-api.ts';

// Templates are made, on machines that may be busy.
jest.setTimeout(60_000);

describe('an HTTP API that the host cannot serve', () => {
  afterAll(forgetFolders);

  const deploy = (build: (api: HttpApi) => void, options = {}) => {
    const assembly = synthesize((stack) => build(new HttpApi(stack, 'Api', options)));
    const module = httpApiModule(hostContext(), { endpoint: 'http://localhost:8080', keysOf: async () => undefined });
    return deployAssembly(readCloudAssembly(assembly), kindsOf(module));
  };
  const lambdaRoute = (api: HttpApi, authorizer?: HttpIamAuthorizer) => {
    const integration = new HttpLambdaIntegration('I', addFunction(api.stack, 'F', 'exports.handler = () => 1;'));
    api.addRoutes({ path: '/a', integration, ...(authorizer && { authorizer }) });
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

  it('is refused for authorisation by IAM, by its name', async () => {
    const deployment = deploy((api) => {
      lambdaRoute(api, new HttpIamAuthorizer());
    });

    await expect(deployment).rejects.toThrow('does not do authorisation by AWS_IAM');
  });

  it('is refused for CORS', async () => {
    const deployment = deploy((api) => lambdaRoute(api), { corsPreflight: { allowOrigins: ['*'] } });

    await expect(deployment).rejects.toThrow('does not do the property CorsConfiguration of an HTTP API');
  });
});
