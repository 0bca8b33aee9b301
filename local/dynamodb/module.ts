import type { HostContext, HostModule } from '../module.ts';
import { type Operations, ServiceError } from '../wire/contract.ts';
import { jsonService } from '../wire/json-service.ts';
import { ACTIONS, type Action, type Engine, openEngine } from './engine.ts';
import { tableKind } from './tables.ts';
import { type TimeToLive, type TimeToLiveSpecification, timeToLive } from './time-to-live.ts';

interface Named {
  TableName: string;
}

/** dynalite would overlook this parameter, and a caller that counts on the item would find none. */
function refuseOverlooked(input: object): void {
  const wanted = 'ReturnValuesOnConditionCheckFailure' in input && input.ReturnValuesOnConditionCheckFailure;
  if (!wanted || wanted === 'NONE') return;
  throw new ServiceError(
    'ValidationException',
    'The embedded host does not support ReturnValuesOnConditionCheckFailure. Read the item after the failed condition, consistently.',
  );
}

function timeToLiveOperations(engine: Engine, lives: TimeToLive) {
  return {
    UpdateTimeToLive: async (input: Named & { TimeToLiveSpecification: TimeToLiveSpecification }) => {
      await engine.run('DescribeTable', { TableName: input.TableName });
      const { TimeToLiveSpecification } = input;
      const before = lives.attribute(input.TableName);
      if (TimeToLiveSpecification.Enabled === (before !== undefined)) {
        const state = before === undefined ? 'disabled' : 'enabled';
        throw new ServiceError('ValidationException', `TimeToLive is already ${state}`);
      }
      lives.set(input.TableName, TimeToLiveSpecification);
      return { TimeToLiveSpecification };
    },
    DescribeTimeToLive: async ({ TableName }: Named) => {
      await engine.run('DescribeTable', { TableName });
      const AttributeName = lives.attribute(TableName);
      const TimeToLiveStatus = AttributeName === undefined ? 'DISABLED' : 'ENABLED';
      return { TimeToLiveDescription: { TimeToLiveStatus, ...(AttributeName !== undefined && { AttributeName }) } };
    },
  };
}

function operations(engine: Engine, lives: TimeToLive): Operations {
  const perform = (action: Action) => (input: object) => {
    refuseOverlooked(input);
    return engine.run(action, input);
  };
  return {
    ...Object.fromEntries(ACTIONS.map((action) => [action, perform(action)])),
    ...timeToLiveOperations(engine, lives),
    DeleteTable: async ({ TableName }: Named) => {
      const { Table } = (await engine.run('DescribeTable', { TableName })) as { Table: object };
      await engine.deleteTable(TableName);
      lives.set(TableName, { AttributeName: '', Enabled: false });
      return { TableDescription: { ...Table, TableStatus: 'DELETING' } };
    },
  };
}

/**
 * DynamoDB: items, queries, scans, batches, tables and time to live. Not here: transactions, streams, PartiQL,
 * backups, and changes to a table that exists.
 */
export function dynamodbModule(context: HostContext): HostModule {
  const engine = openEngine(context);
  const lives = timeToLive(engine, context);
  const kind = tableKind(engine, lives, context);
  const onFault = (fault: unknown): void => context.log(`dynamodb: ${fault instanceof Error ? fault.stack : fault}`);
  return {
    services: { dynamodb: jsonService('dynamodb', '1.0', operations(engine, lives), onFault) },
    kinds: { 'AWS::DynamoDB::Table': kind, 'AWS::DynamoDB::GlobalTable': kind },
    start: lives.start,
    close: async () => {
      lives.close();
      await engine.close();
    },
  };
}
