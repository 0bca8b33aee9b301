import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BIKE_EVENTS } from '../../functions/bikes/contract.ts';
import { bikesEnv, logEnv } from '../../functions/bikes/env.ts';
import { PAYMENT_EVENTS } from '../../functions/payments/contract.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';
import type { BikesData } from './bikes.ts';

/** What happened to bikes. A table of its own: it is found by the hour, and kept long after what it tells of has gone. */
export class VehicleLogData extends Construct {
  readonly table: ServiceTable;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', {
      stage,
      key: 'pk',
      timeToLive: 'ttl',
      index: { name: 'byHour', partitionKey: 'hour', sortKey: 'order' },
    });
  }
}

export interface VehicleLogProps extends Omit<ServiceContext, 'tokenKeys'> {
  data: VehicleLogData;
  inventory: Pick<BikesData, 'table'>;
}

/** Writes down what happens to bikes, in the words of MDS, and reads it to whoever exports it. */
export class VehicleLog extends Construct {
  readonly exportVehicleEvents: IFunction;

  constructor(scope: Construct, id: string, { stage, city, bus, data, inventory }: VehicleLogProps) {
    super(scope, id);
    const make = (name: string, handler: string, environment: Record<string, string>) =>
      new ServiceFunction(this, name, { stage, service: 'bikes', handler, environment });
    const log = { [logEnv.table]: data.table.tableName };

    const record = make('RecordVehicleEvent', 'record-vehicle-event', {
      ...log,
      [bikesEnv.table]: inventory.table.tableName,
      [bikesEnv.city]: city.id,
    });
    data.table.grant(record, 'dynamodb:GetItem', 'dynamodb:PutItem');
    // Through which states a bike has gone; where a kiosk is, and how it is called.
    inventory.table.grant(record, 'dynamodb:GetItem');
    new Rule(this, 'FleetNews', {
      eventBus: bus,
      eventPattern: {
        source: [BIKE_EVENTS, PAYMENT_EVENTS],
        detailType: [
          ...['BikeReserved', 'BikeReleased', 'BikeWithdrawn', 'TripStarted', 'BikeTakenBeside', 'TripEnded'],
          ...['BikeMissing', 'BikeFound', 'BikeChanged', 'DamageReported', 'PaymentCaptured'],
        ],
      },
      targets: [new LambdaFunction(record)],
    });

    this.exportVehicleEvents = make('ExportVehicleEvents', 'export-vehicle-events', log);
    data.table.grant(this.exportVehicleEvents, 'dynamodb:Query');
  }
}
