import { Stack, Validations } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

/** Says why a finding of cdk-nag is right as it is, on the very construct that it is about: never on a whole stack. */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

/** A value of a template as cdk-nag writes it in its findings: `arn:<AWS::Partition>:iot:…`. */
function asFound(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument] = []] = Object.entries(value as Record<string, unknown>);
  if (name === 'Ref') return `<${argument}>`;
  if (name === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
  if (name !== 'Fn::Join') throw new Error(`An acknowledged resource is made of ${name}, which is not provided for.`);
  const [separator, parts] = argument as [string, unknown[]];
  return parts.map(asFound).join(separator);
}

/**
 * Says why a function's role may use everything that a pattern matches.
 *
 * @param pattern as it is granted
 */
export function acknowledgePattern(grantee: IFunction, pattern: string, reason: string): void {
  if (!grantee.role) throw new Error(`${grantee.node.path} has no role that could be granted anything.`);
  acknowledge(grantee.role, `IAM5[Resource::${asFound(Stack.of(grantee).resolve(pattern))}]`, reason);
}
