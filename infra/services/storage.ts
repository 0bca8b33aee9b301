import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { tokenIssuer } from '../../functions/shared/tokens.ts';
import { BAY_SHADOW, COMMAND_SHADOW } from '../../functions/storage/contract.ts';
import { storageEnv } from '../../functions/storage/env.ts';
import { grantReadShadow, grantUpdateShadow } from '../constructs/iot-grants.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import { workflowArn } from '../constructs/workflow.ts';
import { grantVerify, type ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';

/** Commands and the facts that kiosks reported. */
export class StorageData extends Construct {
  readonly table: ServiceTable;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', { stage, key: 'pk', timeToLive: 'ttl' });
  }
}

/** The service that drives the mechanical storage. */
export class Storage extends Construct {
  readonly moveBike: IFunction;
  readonly openUntilTaken: IFunction;
  readonly cancelCommands: IFunction;
  readonly recordFact: IFunction;
  readonly exportBays: IFunction;

  constructor(scope: Construct, id: string, context: ServiceContext & { data: StorageData }) {
    super(scope, id);
    const { stage, city, bus, tokenKeys } = context;
    const { table } = context.data;
    const environment = {
      [storageEnv.table]: table.tableName,
      [storageEnv.bus]: bus.eventBusName,
      [storageEnv.tokenIssuer]: tokenIssuer(city.id),
      [storageEnv.tokenKeys]: tokenKeys.ids,
    };
    const make = (name: string, handler: string) =>
      new ServiceFunction(this, name, { stage, service: 'storage', handler, environment });

    this.moveBike = make('MoveBike', 'move-bike');
    this.openUntilTaken = make('OpenUntilTaken', 'open-until-taken');
    this.cancelCommands = make('CancelCommands', 'cancel-commands');
    this.recordFact = make('RecordFact', 'record-fact');
    for (const handler of [this.moveBike, this.openUntilTaken, this.cancelCommands]) grantVerify(tokenKeys, handler);
    for (const handler of [this.moveBike, this.openUntilTaken, this.cancelCommands, this.recordFact]) {
      table.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
      grantUpdateShadow(handler, COMMAND_SHADOW);
    }
    // A command goes out only into the shadow that was there before its registration, and is taken back from what is there.
    for (const handler of [this.moveBike, this.openUntilTaken, this.cancelCommands])
      grantReadShadow(handler, COMMAND_SHADOW);
    // Whoever comes second, the command's registration or its fact, completes the waiting task.
    const tell = (handler: IFunction, ...actions: string[]) =>
      handler.addToRolePolicy(
        new PolicyStatement({ actions, resources: [workflowArn(this, stage, city.id, 'rental')] }),
      );
    for (const handler of [this.moveBike, this.openUntilTaken, this.recordFact])
      tell(handler, 'states:SendTaskSuccess', 'states:SendTaskFailure');
    tell(this.recordFact, 'states:SendTaskHeartbeat');
    bus.grantPutEventsTo(this.recordFact);

    this.exportBays = make('ExportBays', 'export-bays');
    grantReadShadow(this.exportBays, BAY_SHADOW);
  }
}
