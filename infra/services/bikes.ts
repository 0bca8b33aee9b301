import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BIKE_EVENTS, stationTopic } from '../../functions/bikes/contract.ts';
import { bikesEnv } from '../../functions/bikes/env.ts';
import { tokenIssuer } from '../../functions/shared/tokens.ts';
import { STORAGE_EVENTS } from '../../functions/storage/contract.ts';
import { grantPublishRetained } from '../constructs/iot-grants.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import { workflowArn } from '../constructs/workflow.ts';
import { grantVerify, type ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';

/** Bikes, parties, reservations and the kiosks' inventory. */
export class BikesData extends Construct {
  readonly table: ServiceTable;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', {
      stage,
      key: 'pk',
      timeToLive: 'ttl',
      index: { name: 'byKiosk', partitionKey: 'kioskId', sortKey: 'state' },
      furtherIndexes: [{ name: 'byDirectory', partitionKey: 'directory', sortKey: 'pk' }],
    });
  }
}

/** The bike management service. */
export class Bikes extends Construct {
  readonly lookUpAvailability: IFunction;
  readonly reserveBikes: IFunction;
  readonly releaseBikes: IFunction;
  readonly startTrip: IFunction;
  readonly swapBike: IFunction;
  readonly awaitReturn: IFunction;
  readonly reportOverdue: IFunction;
  readonly reportMissing: IFunction;
  readonly reportDamage: IFunction;
  readonly changeBike: IFunction;
  readonly importFleet: IFunction;
  readonly exportBikes: IFunction;
  readonly exportOutstanding: IFunction;
  readonly correctBays: IFunction;
  readonly releaseStale: IFunction;

  constructor(scope: Construct, id: string, context: ServiceContext & { data: BikesData }) {
    super(scope, id);
    const { stage, city, bus, tokenKeys } = context;
    const { table } = context.data;
    const environment = {
      [bikesEnv.table]: table.tableName,
      [bikesEnv.bus]: bus.eventBusName,
      [bikesEnv.city]: city.id,
      [bikesEnv.tokenIssuer]: tokenIssuer(city.id),
      [bikesEnv.tokenKeys]: tokenKeys.ids,
    };
    const make = (name: string, handler: string) =>
      new ServiceFunction(this, name, { stage, service: 'bikes', handler, environment });

    this.lookUpAvailability = make('LookUpAvailability', 'look-up-availability');
    table.grant(this.lookUpAvailability, 'dynamodb:GetItem', 'dynamodb:Query');

    this.reserveBikes = make('ReserveBikes', 'reserve-bikes');
    table.grant(this.reserveBikes, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem');
    this.releaseBikes = make('ReleaseBikes', 'release-bikes');
    table.grant(this.releaseBikes, 'dynamodb:GetItem', 'dynamodb:PutItem');
    this.startTrip = make('StartTrip', 'start-trip');
    table.grant(this.startTrip, 'dynamodb:GetItem', 'dynamodb:PutItem');
    this.swapBike = make('SwapBike', 'swap-bike');
    table.grant(this.swapBike, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem');
    this.awaitReturn = make('AwaitReturn', 'await-return');
    table.grant(this.awaitReturn, 'dynamodb:GetItem', 'dynamodb:PutItem');
    grantVerify(tokenKeys, this.awaitReturn);
    this.reportOverdue = make('ReportOverdue', 'report-overdue');
    table.grant(this.reportOverdue, 'dynamodb:GetItem', 'dynamodb:PutItem');
    this.reportMissing = make('ReportMissing', 'report-missing');
    table.grant(this.reportMissing, 'dynamodb:GetItem', 'dynamodb:PutItem');
    const { reserveBikes, releaseBikes, startTrip, swapBike, reportOverdue, reportMissing } = this;
    for (const handler of [reserveBikes, releaseBikes, startTrip, swapBike, reportOverdue, reportMissing]) {
      grantVerify(tokenKeys, handler);
      bus.grantPutEventsTo(handler);
    }

    this.reportDamage = make('ReportDamage', 'report-damage');
    table.grant(this.reportDamage, 'dynamodb:GetItem', 'dynamodb:PutItem');
    bus.grantPutEventsTo(this.reportDamage);

    this.changeBike = make('ChangeBike', 'change-bike');
    table.grant(this.changeBike, 'dynamodb:GetItem', 'dynamodb:PutItem');
    bus.grantPutEventsTo(this.changeBike);

    const followStorage = make('FollowStorage', 'follow-storage');
    table.grant(followStorage, 'dynamodb:GetItem', 'dynamodb:PutItem');
    bus.grantPutEventsTo(followStorage);
    new Rule(this, 'StorageEvents', {
      eventBus: bus,
      eventPattern: { source: [STORAGE_EVENTS], detailType: ['BikeTaken', 'BikeDocked', 'NoDockFree'] },
      targets: [new LambdaFunction(followStorage)],
    });
    // Whoever comes second, the wait's registration or the bike's return, completes the ride's waiting task.
    const ride = workflowArn(this, stage, city.id, 'ride');
    for (const handler of [this.awaitReturn, followStorage])
      handler.addToRolePolicy(new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: [ride] }));

    const stations = stationTopic(city.id, '*');
    const publishStation = make('PublishStation', 'publish-station');
    table.grant(publishStation, 'dynamodb:GetItem', 'dynamodb:Query');
    grantPublishRetained(publishStation, stations);
    new Rule(this, 'BikeEvents', {
      eventBus: bus,
      eventPattern: { source: [BIKE_EVENTS] },
      targets: [new LambdaFunction(publishStation)],
    });

    this.importFleet = make('ImportFleet', 'import-fleet');
    table.grant(this.importFleet, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query');
    grantPublishRetained(this.importFleet, stations);

    this.exportBikes = make('ExportBikes', 'export-bikes');
    table.grant(this.exportBikes, 'dynamodb:GetItem', 'dynamodb:Query');
    this.exportOutstanding = make('ExportOutstanding', 'export-outstanding');
    table.grant(this.exportOutstanding, 'dynamodb:Scan');
    this.correctBays = make('CorrectBays', 'correct-bays');
    table.grant(this.correctBays, 'dynamodb:GetItem', 'dynamodb:PutItem');
    this.releaseStale = make('ReleaseStale', 'release-stale');
    table.grant(this.releaseStale, 'dynamodb:GetItem', 'dynamodb:PutItem');
    bus.grantPutEventsTo(this.releaseStale);
  }
}
