import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BIKE_EVENTS } from '../../functions/bikes/contract.ts';
import { rebalancingEnv } from '../../functions/rebalancing/env.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';

/** Who came and went at each kiosk, by the hour. */
export class RebalancingData extends Construct {
  readonly table: ServiceTable;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', {
      stage,
      key: 'pk',
      timeToLive: 'ttl',
      index: { name: 'byHour', partitionKey: 'hour', sortKey: 'kioskId' },
    });
  }
}

/** Says what a van should move, from where to where and by when. */
export class Rebalancing extends Construct {
  readonly listMoves: IFunction;

  constructor(scope: Construct, id: string, context: ServiceContext & { data: RebalancingData }) {
    super(scope, id);
    const { stage, city, bus } = context;
    const { table } = context.data;
    const environment = {
      [rebalancingEnv.table]: table.tableName,
      [rebalancingEnv.vanHolds]: String(city.rebalancing.vanHolds),
    };
    const make = (name: string, handler: string) =>
      new ServiceFunction(this, name, { stage, service: 'rebalancing', handler, environment });

    const followTrips = make('FollowTrips', 'follow-trips');
    table.grant(followTrips, 'dynamodb:UpdateItem');
    new Rule(this, 'Trips', {
      eventBus: bus,
      eventPattern: { source: [BIKE_EVENTS], detailType: ['TripStarted', 'TripEnded'] },
      targets: [new LambdaFunction(followTrips)],
    });
    this.listMoves = make('ListMoves', 'list-moves');
    table.grant(this.listMoves, 'dynamodb:Query');
  }
}
