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

/**
 * Reads the context value `pepperKeys`: the live versions of the pepper, newest first, as "2,1". One is live, or two
 * while the newer takes the older one's place.
 */
export function readPeppers(value: unknown): number[] {
  const versions = String(value ?? '1').split(',');
  const isList = versions.length <= 2 && versions.every((version) => /^[1-9]\d{0,3}$/.test(version));
  const [newest = 0, older = 0] = versions.map(Number);
  if (!isList || newest <= older)
    throw new Error(`pepperKeys must be one version, or two with the newest first, such as 2,1, not ${String(value)}.`);
  return versions.map(Number);
}
