import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { actionsEnv } from '../../functions/operations/env.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import type { Stage } from '../stage.ts';

/** What operators have done by hand. A table of its own: nobody but the function that writes into it may change it. */
export class ActionsData extends Construct {
  readonly table: ServiceTable;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', {
      stage,
      key: 'pk',
      timeToLive: 'ttl',
      index: { name: 'byMonth', partitionKey: 'month', sortKey: 'askedAt' },
    });
  }
}

/** Writes down what operators do, and lets operators read it. */
export class Actions extends Construct {
  readonly noteAction: IFunction;
  readonly listActions: IFunction;

  constructor(scope: Construct, id: string, { stage, data }: { stage: Stage; data: ActionsData }) {
    super(scope, id);
    const environment = { [actionsEnv.table]: data.table.tableName };
    const make = (name: string, handler: string) =>
      new ServiceFunction(this, name, { stage, service: 'operations', handler, environment });
    this.noteAction = make('NoteAction', 'note-action');
    data.table.grant(this.noteAction, 'dynamodb:GetItem', 'dynamodb:PutItem');
    this.listActions = make('ListActions', 'list-actions');
    data.table.grant(this.listActions, 'dynamodb:Query');
  }
}
