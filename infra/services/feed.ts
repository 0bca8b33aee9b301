import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { City } from '../../cities/city.ts';
import { FEED_PATH, type FeedSystem, LIVE_TTL_S } from '../../functions/feed/contract.ts';
import { feedEnv } from '../../functions/feed/env.ts';
import { acknowledgePattern } from '../acknowledge.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Site } from '../site/site.ts';
import type { Stage } from '../stage.ts';

/** What bikes are called in the public feed. */
export class FeedData extends Construct {
  /** The ids of vehicles are made of it: docs/decisions/0018. */
  readonly vehicleKey: Key;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.vehicleKey = new Key(this, 'VehicleKey', {
      description: 'Names vehicles in the public feed anew after each trip',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy: stage.removalPolicy,
    });
  }
}

export interface FeedProps extends ServiceContext {
  data: FeedData;
  bikes: { exportStations: IFunction; exportStanding: IFunction; listAlerts: IFunction };
  /** Where the feed is served, and from which bucket. */
  site: Pick<Site, 'address' | 'feed'>;
}

/** All variables of a function have 4 KB (Lambda, "Quotas"): the names of tables and functions beside this one want some. */
const SYSTEM_BYTES_MAX = 3_000;

function systemOf(city: City, stage: Stage): string {
  const systemId = `freewheel-${city.id}${stage.isProduction ? '' : `-${stage.name}`}`;
  const system: FeedSystem = { systemId, timeZone: city.timeZone, tariff: city.tariff, facts: city.feed };
  const text = JSON.stringify(system);
  if (Buffer.byteLength(text) <= SYSTEM_BYTES_MAX) return text;
  throw new Error(`The feed's facts of ${city.id} have more than ${SYSTEM_BYTES_MAX} bytes: leave out some regions.`);
}

/** The public feed (GBFS). It owns nothing: what it tells, bikes has told it. */
export class Feed extends Construct {
  readonly publishFeed: IFunction;

  constructor(scope: Construct, id: string, { stage, city, data, bikes, site }: FeedProps) {
    super(scope, id);
    this.publishFeed = new ServiceFunction(this, 'PublishFeed', {
      ...{ stage, service: 'feed', handler: 'publish-feed' },
      environment: {
        [feedEnv.bucket]: site.feed.bucketName,
        [feedEnv.exportStations]: bikes.exportStations.functionName,
        [feedEnv.exportStanding]: bikes.exportStanding.functionName,
        [feedEnv.listAlerts]: bikes.listAlerts.functionName,
        [feedEnv.vehicleKey]: data.vehicleKey.keyId,
        [feedEnv.system]: systemOf(city, stage),
        [feedEnv.address]: site.address,
      },
      timeout: Duration.seconds(LIVE_TTL_S),
    });
    for (const asked of [bikes.exportStations, bikes.exportStanding, bikes.listAlerts])
      asked.grantInvoke(this.publishFeed);
    data.vehicleKey.grant(this.publishFeed, 'kms:GenerateMac');
    const files = site.feed.arnForObjects(`${FEED_PATH}*`);
    Grant.addToPrincipal({
      grantee: this.publishFeed,
      actions: ['s3:GetObject', 's3:PutObject'],
      resourceArns: [files],
    });
    acknowledgePattern(
      this.publishFeed,
      files,
      'They are the files of the feed, ten of them, and nothing else lies there.',
    );
    new Rule(this, 'Schedule', {
      description: 'Publishes the feed',
      schedule: Schedule.rate(Duration.seconds(LIVE_TTL_S)),
      targets: [new LambdaFunction(this.publishFeed)],
    });
    // Three failed runs in a row of a minute each, and the feed is about to be older than the five that GBFS allows.
    new Alarm(this, 'FeedOld', {
      alarmDescription: 'The public feed is not published: docs/operations.md, "The feed is old"',
      metric: this.publishFeed.metricErrors({ period: Duration.minutes(1), statistic: 'Sum' }),
      threshold: 1,
      evaluationPeriods: 3,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
