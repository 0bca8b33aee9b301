import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { City } from '../../cities/city.ts';
import { acknowledge } from '../acknowledge.ts';
import { FactRule } from '../constructs/fact-rule.ts';
import { KioskPolicy } from '../constructs/kiosk-policy.ts';
import type { Stage } from '../stage.ts';
import type { ServicesStack } from './services.ts';

export interface EdgeStackProps extends StackProps {
  stage: Stage;
  city: City;
  services: ServicesStack;
}

/** What kiosks touch: the HTTP API, and the topics and shadows that are theirs. */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { stage, city, services, ...props }: EdgeStackProps) {
    super(scope, id, { ...props, description: 'Freewheel: the HTTP API and what kiosks may touch' });
    const { frontend, orchestration, storage } = services;
    const api = new HttpApi(this, 'Api', { apiName: `${city.id}-${stage.name}` });
    // A city's kiosks start 5 rentals a second at most; what comes faster than 20 times that is no kiosk.
    const apiStage = api.defaultStage?.node.defaultChild as CfnStage;
    apiStage.defaultRouteSettings = { throttlingBurstLimit: 200, throttlingRateLimit: 100 };
    const log = new LogGroup(this, 'ApiLog', {
      retention: stage.logRetention,
      removalPolicy: stage.removalPolicy,
    });
    // Which request took how long and came to what; neither paths nor addresses, which would tell of single rentals.
    const told = { requestId: '$context.requestId', route: '$context.routeKey', at: '$context.requestTimeEpoch' };
    const outcome = { status: '$context.status', latencyMs: '$context.responseLatency' };
    const faults = { authorizer: '$context.authorizer.error', integration: '$context.integration.error' };
    apiStage.accessLogSettings = {
      destinationArn: log.logGroupArn,
      format: JSON.stringify({ ...told, ...outcome, ...faults }),
    };
    const kiosk = new HttpLambdaAuthorizer('Kiosk', orchestration.authorizeKiosk, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization'],
      // A token is accepted for as long as its answer is kept, be it expired meanwhile: a minute is little of its 15.
      resultsCacheTtl: Duration.minutes(1),
    });
    const route = (method: HttpMethod, path: string, handler: IFunction, authorizer: IHttpRouteAuthorizer) =>
      api.addRoutes({
        path,
        methods: [method],
        integration: new HttpLambdaIntegration(`${handler.node.id}Integration`, handler),
        authorizer,
      });
    const openRoute = (method: HttpMethod, path: string, handler: IFunction, reason: string) => {
      for (const made of route(method, path, handler, new HttpNoneAuthorizer())) acknowledge(made, 'APIG4', reason);
    };
    openRoute(
      HttpMethod.POST,
      '/v1/token',
      orchestration.issueKioskToken,
      'Here kiosks get the token that all other routes ask for; they prove who they are by a signed assertion.',
    );
    route(HttpMethod.POST, '/v1/sessions', frontend.openSession, kiosk);
    route(HttpMethod.PUT, '/v1/rentals/{rentalId}', frontend.requestRental, kiosk);
    route(HttpMethod.GET, '/v1/rentals/{rentalId}', frontend.viewRental, kiosk);
    route(HttpMethod.GET, '/v1/rentals/{rentalId}/receipt', frontend.readReceipt, kiosk);
    route(HttpMethod.POST, '/v1/damage-reports', frontend.reportDamage, kiosk);
    route(HttpMethod.POST, '/v1/photos/{photoId}', frontend.grantUpload, kiosk);
    const isPublic = 'What it tells is for everyone to read.';
    openRoute(HttpMethod.GET, '/openapi.json', frontend.describeApi, isPublic);
    openRoute(HttpMethod.GET, '/.well-known/jwks.json', orchestration.publishKeys, isPublic);

    const policy = new KioskPolicy(this, 'KioskPolicy', { city: city.id, name: `${city.id}-${stage.name}-kiosk` });
    new FactRule(this, 'FactRule', { city: city.id, recordFact: storage.recordFact });

    new CfnOutput(this, 'ApiEndpoint', { value: api.apiEndpoint });
    new CfnOutput(this, 'KioskPolicyName', { value: policy.name });
  }
}
