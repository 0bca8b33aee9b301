import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BIKE_EVENTS } from '../../functions/bikes/contract.ts';
import { bikesEnv } from '../../functions/bikes/env.ts';
import { HEARTBEAT_S } from '../../functions/bikes/kiosk-contract.ts';
import { frontendAllowanceEnv, frontendKiosksEnv } from '../../functions/frontend/env.ts';
import { STORAGE_EVENTS } from '../../functions/storage/contract.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { FRONTEND_TIMEOUT, type ServiceContext } from '../service-context.ts';
import type { BikesData } from './bikes.ts';
import type { FrontendData } from './frontend.ts';

/** What bike management does with kiosks: hears them, watches over them, and lets operators open and close them. */
export class Kiosks extends Construct {
  readonly bootKiosk: IFunction;
  readonly hearKiosk: IFunction;
  readonly setKioskMode: IFunction;
  readonly listKiosks: IFunction;

  constructor(scope: Construct, id: string, context: ServiceContext & { data: BikesData }) {
    super(scope, id);
    const { stage, city, bus } = context;
    const { table } = context.data;
    const environment = {
      [bikesEnv.table]: table.tableName,
      [bikesEnv.bus]: bus.eventBusName,
      [bikesEnv.city]: city.id,
    };
    const make = (name: string, handler: string, timeout = Duration.seconds(10)) =>
      new ServiceFunction(this, name, { stage, service: 'bikes', handler, environment, timeout });

    this.bootKiosk = make('BootKiosk', 'boot-kiosk');
    this.hearKiosk = make('HearKiosk', 'hear-kiosk');
    this.setKioskMode = make('SetKioskMode', 'set-kiosk-mode');
    const followKiosk = make('FollowKiosk', 'follow-kiosk');
    const settleContact = make('SettleContact', 'settle-contact', Duration.seconds(30));
    // Where a whole city is cut off, two thousand kiosks are marked in one run.
    const watchKiosks = make('WatchKiosks', 'watch-kiosks', Duration.minutes(1));
    for (const handler of [
      this.bootKiosk,
      this.hearKiosk,
      this.setKioskMode,
      followKiosk,
      settleContact,
      watchKiosks,
    ]) {
      table.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
      bus.grantPutEventsTo(handler);
    }
    for (const handler of [this.setKioskMode, settleContact, watchKiosks]) table.grant(handler, 'dynamodb:Query');
    this.listKiosks = make('ListKiosks', 'list-kiosks');
    table.grant(this.listKiosks, 'dynamodb:GetItem', 'dynamodb:Query');
    for (const handler of [watchKiosks, this.listKiosks]) table.grant(handler, 'dynamodb:BatchGetItem');

    // Of the eight facts of a rental two are enough to say that its kiosk is there.
    new Rule(this, 'KioskFacts', {
      eventBus: bus,
      eventPattern: {
        source: [STORAGE_EVENTS],
        detailType: ['BikeTaken', 'BikeDocked', 'BayStatusChanged', 'KioskStarted'],
      },
      targets: [new LambdaFunction(followKiosk)],
    });
    new Rule(this, 'KioskContacts', {
      eventBus: bus,
      eventPattern: { source: [BIKE_EVENTS], detailType: ['KioskContactLost', 'KioskContactRestored'] },
      targets: [new LambdaFunction(settleContact)],
    });
    new Rule(this, 'KioskWatch', {
      description: 'Finds kiosks of which nothing is heard, and those that have drained',
      schedule: Schedule.rate(Duration.seconds(HEARTBEAT_S)),
      targets: [new LambdaFunction(watchKiosks, { event: RuleTargetInput.fromObject({}) })],
    });
  }
}

export interface KioskDeskProps extends ServiceContext {
  data: FrontendData;
  kiosks: Kiosks;
}

/** The part of the HTTP API by which kiosks boot, and operators see and change them. */
export class KioskDesk extends Construct {
  readonly bootKiosk: IFunction;
  readonly listKiosks: IFunction;
  readonly setKioskMode: IFunction;

  constructor(scope: Construct, id: string, { stage, data, kiosks }: KioskDeskProps) {
    super(scope, id);
    const environment = {
      [frontendAllowanceEnv.allowances]: data.allowances.tableName,
      [frontendKiosksEnv.bootKiosk]: kiosks.bootKiosk.functionName,
      [frontendKiosksEnv.listKiosks]: kiosks.listKiosks.functionName,
      [frontendKiosksEnv.setKioskMode]: kiosks.setKioskMode.functionName,
    };
    const make = (name: string, handler: string) =>
      new ServiceFunction(this, name, { stage, service: 'frontend', handler, environment, timeout: FRONTEND_TIMEOUT });

    this.bootKiosk = make('BootKiosk', 'boot-kiosk');
    kiosks.bootKiosk.grantInvoke(this.bootKiosk);
    data.allowances.grant(this.bootKiosk, 'dynamodb:UpdateItem');
    this.listKiosks = make('ListKiosks', 'list-kiosks');
    kiosks.listKiosks.grantInvoke(this.listKiosks);
    this.setKioskMode = make('SetKioskMode', 'set-kiosk-mode');
    kiosks.setKioskMode.grantInvoke(this.setKioskMode);
  }
}
