import type { DeployedResource, ResourceKind } from '../module.ts';
import { readPolicy, type Statement } from './statement.ts';

/** The policies that stand on resources rather than on roles. */
export interface ResourcePolicies {
  /** What the policies of a resource say, by its ARN. */
  of(resource: string | undefined): Statement[];
  /** The kinds of other modules, so that each deployment of a resource with a policy is heard of here as well. */
  overhearing(kinds: Record<string, ResourceKind>): Record<string, ResourceKind>;
}

type Add = (resource: string, statements: Statement[]) => void;

/** What a key's policy says where the template leaves it open (AWS KMS, "Default key policy"). */
const defaultKeyPolicy = (account: string): unknown => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }],
});

const PERMISSION = ['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount'];

/** A permission is a statement of the function's policy (AWS Lambda, "Working with resource-based IAM policies"). */
function permissionStatement(properties: Record<string, unknown>, functionArn: string): unknown {
  const { Action, Principal: principal, SourceArn: arn, SourceAccount: account } = properties;
  const unknown = Object.keys(properties).find((name) => !PERMISSION.includes(name));
  if (unknown) throw new Error(`the embedded host does not judge the property ${unknown} of a permission`);
  const kind = String(principal).endsWith('.amazonaws.com') ? 'Service' : 'AWS';
  return {
    Effect: 'Allow',
    Action,
    Principal: { [kind]: principal },
    Resource: functionArn,
    Condition: {
      ...(arn !== undefined && { ArnLike: { 'aws:SourceArn': arn } }),
      ...(account !== undefined && { StringEquals: { 'aws:SourceAccount': account } }),
    },
  };
}

/** How the policies of each resource type are found. */
function readers(place: {
  region: string;
  account: string;
}): Record<string, (resource: DeployedResource, add: Add) => void> {
  const { region, account } = place;
  return {
    'AWS::KMS::Key': ({ attributes, properties }, add) =>
      add(attributes['Arn'] ?? '', readPolicy(properties['KeyPolicy'] ?? defaultKeyPolicy(account), 'resource')),
    'AWS::S3::BucketPolicy': ({ properties }, add) =>
      add(`arn:aws:s3:::${properties['Bucket']}`, readPolicy(properties['PolicyDocument'], 'resource')),
    'AWS::Lambda::Permission': ({ properties }, add) => {
      const name = String(properties['FunctionName']).replace(/^arn:.*:function:/, '');
      const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
      const document = { Version: '2012-10-17', Statement: permissionStatement(properties, arn) };
      add(arn, readPolicy(document, 'resource'));
    },
  };
}

/** A bucket's policy is about its objects as well. */
const holderOf = (resource: string): string => resource.replace(/^(arn:aws:s3:::[^/]*)\/.*$/s, '$1');

export function resourcePolicies(place: { region: string; account: string }): ResourcePolicies {
  const policies = new Map<string, Statement[]>();
  const add: Add = (resource, statements) => policies.set(resource, [...(policies.get(resource) ?? []), ...statements]);
  const overheard = readers(place);
  const overhear = (type: string, kind: ResourceKind): ResourceKind => {
    const read = overheard[type];
    if (!read) return kind;
    return {
      ...kind,
      deploy: (resource) => {
        read(resource, add);
        return kind.deploy(resource);
      },
    };
  };
  return {
    of: (resource) => (resource === undefined ? [] : (policies.get(holderOf(resource)) ?? [])),
    overhearing: (kinds) =>
      Object.fromEntries(Object.entries(kinds).map(([type, kind]) => [type, overhear(type, kind)])),
  };
}
