import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RETENTION_DAYS } from '../functions/shared/retention.ts';

/** What differs between a city's stages. */
export interface Stage {
  /** Part of stack and workflow names. */
  name: string;
  /** Production data is protected from deletion, and can be restored to any second of the last 35 days. */
  isProduction: boolean;
  removalPolicy: RemovalPolicy;
  logRetention: RetentionDays;
}

/** Reads the context value `stage`: `prod` is production; any other short name is for trying things out. */
export function readStage(value: unknown): Stage {
  const name = value ?? 'dev';
  if (typeof name !== 'string' || !/^[a-z][a-z0-9]{0,9}$/.test(name)) {
    throw new Error(`The stage must be a short name in lower case, such as dev or prod, not ${JSON.stringify(value)}.`);
  }
  const isProduction = name === 'prod';
  return {
    name,
    isProduction,
    removalPolicy: isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    logRetention: isProduction ? RETENTION_DAYS.log : RetentionDays.ONE_WEEK,
  };
}
