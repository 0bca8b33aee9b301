import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

export interface ServiceTableProps {
  stage: Stage;
  /** The attribute of the partition key, a string. */
  key: string;
  /** The attribute by which DynamoDB deletes what has expired: seconds since the epoch. */
  timeToLive?: string;
  /** Another way into the table, by attributes that are strings. Items without both are not in it. */
  index?: { name: string; partitionKey: string; sortKey: string };
  /** Sessions must be gone when they end: for them, no backup may hold what was deleted. */
  isEphemeral?: boolean;
}

const attribute = (name: string) => ({ name, type: AttributeType.STRING });

/** A service's table. No other service may read it. */
export class ServiceTable extends TableV2 {
  readonly #index: string | undefined;

  constructor(scope: Construct, id: string, props: ServiceTableProps) {
    const { stage, key, timeToLive, index, isEphemeral = false } = props;
    super(scope, id, {
      partitionKey: attribute(key),
      ...(index && {
        globalSecondaryIndexes: [
          { indexName: index.name, partitionKey: attribute(index.partitionKey), sortKey: attribute(index.sortKey) },
        ],
      }),
      ...(timeToLive ? { timeToLiveAttribute: timeToLive } : {}),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: stage.isProduction && !isEphemeral },
      deletionProtection: stage.isProduction,
      removalPolicy: stage.removalPolicy,
    });
    this.#index = index?.name;
  }

  /**
   * CDK's own grant gives each action on the table and on its index. Here a Query is of the index, since no table
   * has a sort key, and everything else is of the table.
   */
  override grant(grantee: IGrantable, ...actions: string[]): Grant {
    const isQuery = (action: string) => action === 'dynamodb:Query';
    const indexArns = this.#index === undefined ? [] : [`${this.tableArn}/index/${this.#index}`];
    const grants = [
      { actions: actions.filter((action) => !isQuery(action)), resourceArns: [this.tableArn] },
      { actions: actions.filter(isQuery), resourceArns: indexArns },
    ].filter((one) => one.actions.length > 0);
    return grants
      .map((one) => Grant.addToPrincipal({ grantee, ...one }))
      .reduce((first, second) => first.combine(second));
  }

  /** Lets a function read the index from one end to the other: what is in it, and not the table. */
  grantIndexScan(grantee: IGrantable): Grant {
    const resourceArns = [`${this.tableArn}/index/${this.#index}`];
    return Grant.addToPrincipal({ grantee, actions: ['dynamodb:Scan'], resourceArns });
  }
}
