import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type CfnStage, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { City } from '../../cities/city.ts';
import type { FootageData } from '../services/footage.ts';
import type { PeopleData } from '../services/people.ts';
import type { CityDomain } from '../site/domain.ts';
import { Site } from '../site/site.ts';
import type { Stage } from '../stage.ts';

export interface SiteStackProps extends StackProps {
  stage: Stage;
  city: City;
  people: PeopleData;
  footage: FootageData;
  /** Undefined where the city has the domain that CloudFront gives. */
  domain: CityDomain | undefined;
}

/** The city's address, and what lies behind it. Services may tell it to others, so it is there before they are. */
export class SiteStack extends Stack {
  /** Without routes: those are the edge's, which knows the functions behind them. */
  readonly api: HttpApi;
  readonly site: Site;

  constructor(scope: Construct, id: string, { stage, city, people, footage, domain, ...props }: SiteStackProps) {
    super(scope, id, { ...props, description: 'Freewheel: the address of the city, its pages and the HTTP API' });
    this.api = new HttpApi(this, 'Api', { apiName: `${city.id}-${stage.name}` });
    // A city's kiosks start 5 rentals a second at most; what comes faster than 20 times that is no kiosk.
    const apiStage = this.api.defaultStage?.node.defaultChild as CfnStage;
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
    this.site = new Site(this, 'Site', {
      stage,
      api: this.api,
      // What the provider says of itself and its keys are in one place, what it does in another.
      signInAddresses: [`${people.pool.userPoolProviderUrl}/`, people.domain.baseUrl()],
      photosAddress: `https://${footage.photos.bucketRegionalDomainName}/photos/`,
      domain,
    });

    // Exported also where a domain of the city's own takes its place: CloudFormation takes no export back for as long as
    // the stacks that were deployed before import it.
    this.exportValue(this.site.distribution.distributionDomainName);
    new CfnOutput(this, 'ApiEndpoint', { value: this.api.apiEndpoint });
    // Where the pages are, and what a domain of the city's own is to be an alias of.
    new CfnOutput(this, 'DistributionDomain', { value: this.site.distribution.distributionDomainName });
    new CfnOutput(this, 'FeedBucket', { value: this.site.feed.bucketName });
    new CfnOutput(this, 'PagesBucket', { value: this.site.pages.bucketName });
  }
}
