import { AttributeType, type GlobalSecondaryIndexPropsV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

export interface ServiceTableProps {
  stage: Stage;
  /** The attribute of the partition key, a string. */
  key: string;
  /** The attribute by which DynamoDB deletes what has expired: seconds since the epoch. */
  timeToLive?: string;
  globalSecondaryIndexes?: GlobalSecondaryIndexPropsV2[];
  /** Sessions must be gone when they end: for them, no backup may hold what was deleted. */
  isEphemeral?: boolean;
}

/** A service's table. No other service may read it. */
export class ServiceTable extends TableV2 {
  readonly #indexes: string[];

  constructor(scope: Construct, id: string, props: ServiceTableProps) {
    const { stage, key, timeToLive, globalSecondaryIndexes, isEphemeral = false } = props;
    super(scope, id, {
      partitionKey: { name: key, type: AttributeType.STRING },
      ...(globalSecondaryIndexes ? { globalSecondaryIndexes } : {}),
      ...(timeToLive ? { timeToLiveAttribute: timeToLive } : {}),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: stage.isProduction && !isEphemeral },
      deletionProtection: stage.isProduction,
      removalPolicy: stage.removalPolicy,
    });
    this.#indexes = (globalSecondaryIndexes ?? []).map(({ indexName }) => indexName);
  }

  /**
   * CDK's own grant gives each action on the table and on all its indexes. Here a Query is of an index, since no table
   * has a sort key, and everything else is of the table.
   */
  override grant(grantee: IGrantable, ...actions: string[]): Grant {
    const isQuery = (action: string) => action === 'dynamodb:Query';
    const indexArns = this.#indexes.map((name) => `${this.tableArn}/index/${name}`);
    const grants = [
      { actions: actions.filter((action) => !isQuery(action)), resourceArns: [this.tableArn] },
      { actions: actions.filter(isQuery), resourceArns: indexArns },
    ].filter((one) => one.actions.length > 0);
    return grants
      .map((one) => Grant.addToPrincipal({ grantee, ...one }))
      .reduce((first, second) => first.combine(second));
  }
}
