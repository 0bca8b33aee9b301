import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpNoneAuthorizer, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpJwtAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Construct } from 'constructs';
import type { City } from '../../cities/city.ts';
import { heartbeatTopic } from '../../functions/bikes/kiosk-contract.ts';
import { factTopic } from '../../functions/storage/contract.ts';
import { acknowledge } from '../acknowledge.ts';
import { KioskPolicy } from '../constructs/kiosk-policy.ts';
import { KioskRule } from '../constructs/kiosk-rule.ts';
import { PeopleClient, type PeopleData } from '../services/people.ts';
import type { Stage } from '../stage.ts';
import type { FrontendStack } from './frontend.ts';
import { routes } from './routes.ts';
import type { ServicesStack } from './services.ts';
import type { SiteStack } from './site.ts';
import type { WorkshopStack } from './workshop.ts';

export interface EdgeStackProps extends StackProps {
  stage: Stage;
  city: City;
  people: PeopleData;
  site: SiteStack;
  services: ServicesStack;
  frontend: FrontendStack;
  workshop: WorkshopStack;
}

/** What people and kiosks touch: the routes of the HTTP API, and the topics and shadows that are the kiosks'. */
export class EdgeStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { stage, city, people, site, services, frontend, workshop, ...props }: EdgeStackProps,
  ) {
    super(scope, id, { ...props, description: 'Freewheel: the routes of the HTTP API and what kiosks may touch' });
    const { orchestration, storage, kiosks } = services;
    // Known by its id alone, so that routes and authorisers are made here, beside the functions that they name.
    const api = HttpApi.fromHttpApiAttributes(this, 'Api', { httpApiId: site.api.apiId });
    const client = new PeopleClient(this, 'People', { pool: people.pool, address: site.site.address });
    const kiosk = new HttpLambdaAuthorizer('Kiosk', orchestration.authorizeKiosk, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization'],
      // A token is accepted for as long as its answer is kept, be it expired meanwhile: a minute is little of its 15.
      resultsCacheTtl: Duration.minutes(1),
    });
    const person = new HttpJwtAuthorizer('Person', people.pool.userPoolProviderUrl, {
      jwtAudience: [client.clientId],
    });
    const anyone = new HttpNoneAuthorizer();
    const authorizers = { anyone, kiosk, resident: person, mechanic: person, operator: person };
    for (const { method, path, caller, handler, isOpenBecause } of routes(services, frontend, workshop)) {
      const authorizer = authorizers[caller];
      const made = new HttpRoute(this, `${method} ${path}`, {
        httpApi: api,
        routeKey: HttpRouteKey.with(path, HttpMethod[method]),
        integration: new HttpLambdaIntegration(`${handler.node.id}Integration`, handler),
        authorizer,
        // Access tokens have scopes, and identity tokens have none: those are for the pages to read, and open nothing.
        ...(authorizer === person ? { authorizationScopes: ['openid'] } : {}),
      });
      if (isOpenBecause) acknowledge(made, 'APIG4', isOpenBecause);
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

    new CfnOutput(this, 'PeopleIssuer', { value: people.pool.userPoolProviderUrl });
    new CfnOutput(this, 'PeopleClientId', { value: client.clientId });
    new CfnOutput(this, 'PeoplePoolId', { value: people.pool.userPoolId });
    new CfnOutput(this, 'KioskPolicyName', { value: policy.name });
  }
}
