import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { type CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpJwtAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { City } from '../../cities/city.ts';
import { heartbeatTopic } from '../../functions/bikes/kiosk-contract.ts';
import { factTopic } from '../../functions/storage/contract.ts';
import { acknowledge } from '../acknowledge.ts';
import { KioskPolicy } from '../constructs/kiosk-policy.ts';
import { KioskRule } from '../constructs/kiosk-rule.ts';
import type { PeopleData } from '../services/people.ts';
import type { Stage } from '../stage.ts';
import { routes } from './routes.ts';
import type { ServicesStack } from './services.ts';

export interface EdgeStackProps extends StackProps {
  stage: Stage;
  city: City;
  people: PeopleData;
  services: ServicesStack;
}

/** What people and kiosks touch: the HTTP API, and the topics and shadows that are the kiosks'. */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { stage, city, people, services, ...props }: EdgeStackProps) {
    super(scope, id, { ...props, description: 'Freewheel: the HTTP API and what kiosks may touch' });
    const { orchestration, storage, kiosks } = services;
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
    const person = new HttpJwtAuthorizer('Person', people.pool.userPoolProviderUrl, {
      jwtAudience: [people.client.userPoolClientId],
    });
    const anyone = new HttpNoneAuthorizer();
    const authorizers = { anyone, kiosk, resident: person, mechanic: person, operator: person };
    for (const { method, path, caller, handler, isOpenBecause } of routes(services)) {
      const authorizer = authorizers[caller];
      const made = api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: new HttpLambdaIntegration(`${handler.node.id}Integration`, handler),
        authorizer,
        // Access tokens have scopes, and identity tokens have none: those are for the pages to read, and open nothing.
        ...(authorizer === person ? { authorizationScopes: ['openid'] } : {}),
      });
      if (isOpenBecause) for (const one of made) acknowledge(one, 'APIG4', isOpenBecause);
    }

    const policy = new KioskPolicy(this, 'KioskPolicy', { city: city.id, name: `${city.id}-${stage.name}-kiosk` });
    new KioskRule(this, 'FactRule', {
      description: 'What kiosks report of commands, bikes and doors',
      topic: factTopic(city.id, '+'),
      handler: storage.recordFact,
    });
    new KioskRule(this, 'HeartbeatRule', {
      description: 'That kiosks are there',
      topic: heartbeatTopic(city.id, '+'),
      handler: kiosks.hearKiosk,
    });

    new CfnOutput(this, 'ApiEndpoint', { value: api.apiEndpoint });
    new CfnOutput(this, 'PeopleIssuer', { value: people.pool.userPoolProviderUrl });
    new CfnOutput(this, 'PeopleClientId', { value: people.client.userPoolClientId });
    new CfnOutput(this, 'PeoplePoolId', { value: people.pool.userPoolId });
    new CfnOutput(this, 'KioskPolicyName', { value: policy.name });
  }
}
