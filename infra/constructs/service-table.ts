import { AttributeType, type GlobalSecondaryIndexPropsV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
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
  }
}
