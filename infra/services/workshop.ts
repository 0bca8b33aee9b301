import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BIKE_EVENTS } from '../../functions/bikes/contract.ts';
import { workshopEnv } from '../../functions/workshop/env.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import { workflowArn } from '../constructs/workflow.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';

/** A card for each bike, work orders, and where kiosks are. */
export class WorkshopData extends Construct {
  readonly table: ServiceTable;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', {
      stage,
      key: 'pk',
      timeToLive: 'ttl',
      index: { name: 'byStatus', partitionKey: 'status', sortKey: 'dueAt' },
    });
  }
}

/** What a mechanic should know of. `PhotoMissing` and `BikeWithdrawn` are what machines say without a rider's help. */
const NEWS = [
  'DamageReported',
  'BikeChanged',
  'BikeFound',
  'BikeMissing',
  'BikeReleased',
  'BikeWithdrawn',
  'PhotoMissing',
  'TripStarted',
  'TripEnded',
  'WorkPhotoStored',
  'WorkPhotoRejected',
];

/** A thousand reads and writes at the most, and the start of as many workflows. */
const LOOK_TIMEOUT = Duration.minutes(2);

/** Judges what is said of bikes, and keeps the mechanics' work orders. */
export class Workshop extends Construct {
  readonly openWorkOrder: IFunction;
  readonly awaitStep: IFunction;
  readonly reportLate: IFunction;
  readonly closeWorkOrder: IFunction;
  readonly listWorkOrders: IFunction;
  readonly readWorkOrder: IFunction;
  readonly startWork: IFunction;
  readonly addParts: IFunction;
  readonly announcePhoto: IFunction;
  readonly finishWork: IFunction;
  readonly inspectWork: IFunction;
  readonly importStops: IFunction;

  constructor(scope: Construct, id: string, context: ServiceContext & { data: WorkshopData }) {
    super(scope, id);
    const { stage, city, bus } = context;
    const { table } = context.data;
    const repair = workflowArn(this, stage, city.id, 'repair');
    const environment = {
      [workshopEnv.table]: table.tableName,
      [workshopEnv.bus]: bus.eventBusName,
      [workshopEnv.rules]: JSON.stringify(city.workshop),
      [workshopEnv.repairArn]: repair,
    };
    const make = (name: string, handler: string, timeout?: Duration) =>
      new ServiceFunction(this, name, {
        ...{ stage, service: 'workshop', handler, environment },
        ...(timeout ? { timeout } : {}),
      });
    const allow = (action: string, ...handlers: IFunction[]) => {
      for (const handler of handlers)
        handler.addToRolePolicy(new PolicyStatement({ actions: [action], resources: [repair] }));
    };

    const followBikes = make('FollowBikes', 'follow-bikes');
    const lookForDue = make('LookForDue', 'look-for-due', LOOK_TIMEOUT);
    this.openWorkOrder = make('OpenWorkOrder', 'open-work-order');
    this.awaitStep = make('AwaitStep', 'await-step');
    this.reportLate = make('ReportLate', 'report-late');
    this.closeWorkOrder = make('CloseWorkOrder', 'close-work-order');
    this.startWork = make('StartWork', 'start-work');
    this.addParts = make('AddParts', 'add-parts');
    this.announcePhoto = make('AnnouncePhoto', 'announce-photo');
    this.finishWork = make('FinishWork', 'finish-work');
    this.inspectWork = make('InspectWork', 'inspect-work');
    this.importStops = make('ImportStops', 'import-stops');
    const telling = [this.openWorkOrder, this.reportLate, this.closeWorkOrder];
    const deeds = [this.startWork, this.addParts, this.announcePhoto, this.finishWork, this.inspectWork];
    for (const handler of [followBikes, lookForDue, this.awaitStep, this.importStops, ...telling, ...deeds])
      table.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
    table.grant(lookForDue, 'dynamodb:Query');
    this.readWorkOrder = make('ReadWorkOrder', 'read-work-order');
    table.grant(this.readWorkOrder, 'dynamodb:GetItem');
    this.listWorkOrders = make('ListWorkOrders', 'list-work-orders');
    table.grant(this.listWorkOrders, 'dynamodb:GetItem', 'dynamodb:Query');
    for (const handler of telling) bus.grantPutEventsTo(handler);
    // Whoever comes second, the wait's registration or what it waits for, completes the repair's waiting task.
    allow('states:SendTaskSuccess', followBikes, this.awaitStep, ...deeds);
    allow('states:StartExecution', followBikes, lookForDue, this.closeWorkOrder);

    new Rule(this, 'BikeEvents', {
      description: 'What is told of bikes, for mechanics',
      eventBus: bus,
      eventPattern: { source: [BIKE_EVENTS], detailType: NEWS },
      targets: [new LambdaFunction(followBikes)],
    });
    new Rule(this, 'Schedule', {
      description: 'Looks for bikes whose inspection has fallen due',
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new LambdaFunction(lookForDue)],
    });
  }
}
