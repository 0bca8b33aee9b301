import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BIKE_EVENTS, stationTopic } from '../../functions/bikes/contract.ts';
import { bikesEnv, footageEnv, logEnv, reservationEnv } from '../../functions/bikes/env.ts';
import { tokenIssuer } from '../../functions/shared/tokens.ts';
import { STORAGE_EVENTS } from '../../functions/storage/contract.ts';
import { grantPublishRetained } from '../constructs/iot-grants.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import { workflowArn } from '../constructs/workflow.ts';
import { grantVerify, type ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';
import type { FootageData } from './footage.ts';
import type { VehicleLogData } from './vehicle-log.ts';

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
  readonly dropOffBike: IFunction;
  readonly holdAhead: IFunction;
  readonly releaseAhead: IFunction;
  readonly lookUpNearest: IFunction;
  readonly countStations: IFunction;
  readonly correctBike: IFunction;
  readonly quarantineBay: IFunction;
  readonly endRide: IFunction;
  readonly importFleet: IFunction;
  readonly exportBikes: IFunction;
  readonly exportOutstanding: IFunction;
  readonly correctBays: IFunction;
  readonly releaseStale: IFunction;
  readonly exportStations: IFunction;
  readonly exportStanding: IFunction;
  readonly setAlert: IFunction;
  readonly clearAlert: IFunction;
  readonly listAlerts: IFunction;

  constructor(
    scope: Construct,
    id: string,
    context: ServiceContext & { data: BikesData; footage: FootageData; log: VehicleLogData },
  ) {
    super(scope, id);
    const { stage, city, bus, tokenKeys, footage, log } = context;
    const { table } = context.data;
    const environment = {
      [bikesEnv.table]: table.tableName,
      [bikesEnv.bus]: bus.eventBusName,
      [bikesEnv.city]: city.id,
      [bikesEnv.tokenIssuer]: tokenIssuer(city.id),
      [bikesEnv.tokenKeys]: tokenKeys.ids,
    };
    const make = (
      name: string,
      handler: string,
      { more = {}, timeout = Duration.seconds(10) }: { more?: Record<string, string>; timeout?: Duration } = {},
    ) =>
      new ServiceFunction(this, name, {
        ...{ stage, service: 'bikes', handler, timeout },
        environment: { ...environment, ...more },
      });

    this.lookUpAvailability = make('LookUpAvailability', 'look-up-availability');
    table.grant(this.lookUpAvailability, 'dynamodb:GetItem', 'dynamodb:Query');

    this.lookUpNearest = make('LookUpNearest', 'look-up-nearest');
    table.grant(this.lookUpNearest, 'dynamodb:GetItem', 'dynamodb:Query');
    this.countStations = make('CountStations', 'count-stations');
    table.grant(this.countStations, 'dynamodb:GetItem', 'dynamodb:Query');

    this.reserveBikes = make('ReserveBikes', 'reserve-bikes');
    table.grant(this.reserveBikes, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem');
    this.releaseBikes = make('ReleaseBikes', 'release-bikes');
    table.grant(this.releaseBikes, 'dynamodb:GetItem', 'dynamodb:PutItem');
    this.holdAhead = make('HoldAhead', 'hold-ahead', {
      more: {
        [reservationEnv.minutes]: String(city.reservations.minutes),
        [reservationEnv.noShowsMax]: String(city.reservations.noShowsMax),
      },
    });
    table.grant(this.holdAhead, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem');
    this.releaseAhead = make('ReleaseAhead', 'release-ahead');
    table.grant(this.releaseAhead, 'dynamodb:GetItem', 'dynamodb:PutItem');
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
    const { reserveBikes, releaseBikes, holdAhead, releaseAhead, startTrip, swapBike } = this;
    const ofTokens = [reserveBikes, releaseBikes, holdAhead, releaseAhead, startTrip, swapBike];
    for (const handler of [...ofTokens, this.reportOverdue, this.reportMissing]) {
      grantVerify(tokenKeys, handler);
      bus.grantPutEventsTo(handler);
    }

    this.reportDamage = make('ReportDamage', 'report-damage', {
      more: { [footageEnv.album]: footage.album.tableName },
    });
    for (const kept of [table, footage.album]) kept.grant(this.reportDamage, 'dynamodb:GetItem', 'dynamodb:PutItem');
    bus.grantPutEventsTo(this.reportDamage);

    this.changeBike = make('ChangeBike', 'change-bike');
    table.grant(this.changeBike, 'dynamodb:GetItem', 'dynamodb:PutItem');
    bus.grantPutEventsTo(this.changeBike);

    this.dropOffBike = make('DropOffBike', 'drop-off-bike');
    table.grant(this.dropOffBike, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem');
    bus.grantPutEventsTo(this.dropOffBike);
    this.correctBike = make('CorrectBike', 'correct-bike');
    this.quarantineBay = make('QuarantineBay', 'quarantine-bay');
    this.endRide = make('EndRide', 'end-ride');
    for (const handler of [this.correctBike, this.quarantineBay, this.endRide]) {
      table.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
      bus.grantPutEventsTo(handler);
    }

    const followStorage = make('FollowStorage', 'follow-storage');
    table.grant(followStorage, 'dynamodb:GetItem', 'dynamodb:PutItem');
    bus.grantPutEventsTo(followStorage);
    new Rule(this, 'StorageEvents', {
      eventBus: bus,
      eventPattern: { source: [STORAGE_EVENTS], detailType: ['BikeTaken', 'BikeDocked', 'NoDockFree'] },
      targets: [new LambdaFunction(followStorage)],
    });
    // Whoever comes second, the wait's registration or the end of the ride, completes the ride's waiting task.
    const ride = workflowArn(this, stage, city.id, 'ride');
    for (const handler of [this.awaitReturn, followStorage, this.endRide])
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

    const keeping = { more: { [logEnv.table]: log.table.tableName } };
    this.exportBikes = make('ExportBikes', 'export-bikes', keeping);
    table.grant(this.exportBikes, 'dynamodb:GetItem', 'dynamodb:Query');
    this.exportOutstanding = make('ExportOutstanding', 'export-outstanding', keeping);
    table.grant(this.exportOutstanding, 'dynamodb:GetItem', 'dynamodb:Scan');
    // Who looks at all bikes writes down what the log lacks of them.
    for (const looker of [this.exportBikes, this.exportOutstanding])
      log.table.grant(looker, 'dynamodb:GetItem', 'dynamodb:PutItem');
    this.correctBays = make('CorrectBays', 'correct-bays');
    table.grant(this.correctBays, 'dynamodb:GetItem', 'dynamodb:PutItem');
    const album = { [footageEnv.album]: footage.album.tableName };
    this.releaseStale = make('ReleaseStale', 'release-stale', { more: album });
    table.grant(this.releaseStale, 'dynamodb:GetItem', 'dynamodb:PutItem');
    footage.album.grant(this.releaseStale, 'dynamodb:GetItem');
    bus.grantPutEventsTo(this.releaseStale);

    // On a laptop, with everything else in the same process, a page of a large fleet takes its time.
    const timeout = Duration.seconds(30);
    this.exportStations = make('ExportStations', 'export-stations', { timeout });
    table.grant(this.exportStations, 'dynamodb:GetItem', 'dynamodb:BatchGetItem');
    this.exportStanding = make('ExportStanding', 'export-standing', { timeout });
    table.grantIndexScan(this.exportStanding);
    this.setAlert = make('SetAlert', 'set-alert');
    table.grant(this.setAlert, 'dynamodb:GetItem', 'dynamodb:PutItem');
    this.clearAlert = make('ClearAlert', 'clear-alert');
    table.grant(this.clearAlert, 'dynamodb:GetItem', 'dynamodb:PutItem');
    this.listAlerts = make('ListAlerts', 'list-alerts');
    table.grant(this.listAlerts, 'dynamodb:GetItem');
  }
}
