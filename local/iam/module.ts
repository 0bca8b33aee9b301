import type { HostContext, HostModule, ResourceIdentity, ResourceKind } from '../module.ts';
import { type ResourcePolicies, resourcePolicies } from './resource-policies.ts';
import { createRoles, type Roles } from './roles.ts';

export interface IamModule extends HostModule {
  roles: Roles;
  resources: ResourcePolicies;
}

interface PolicyProperties {
  PolicyDocument?: unknown;
  Roles?: string[];
  Users?: string[];
  Groups?: string[];
}

interface RoleProperties {
  AssumeRolePolicyDocument?: unknown;
  Policies?: PolicyProperties[];
  ManagedPolicyArns?: string[];
  PermissionsBoundary?: string;
}

const textOr = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise);

/** The roles that a policy is attached to. The host has no users and groups, and a policy of theirs no effect. */
function rolesOf({ Roles: names = [], Users: users = [], Groups: groups = [] }: PolicyProperties): string[] {
  if (users.length + groups.length > 0) throw new Error('the embedded host has roles, but no users and groups');
  return names;
}

function kinds(roles: Roles, account: string): Record<string, ResourceKind> {
  const arn = (kind: string, name: string) => `arn:aws:iam::${account}:${kind}/${name}`;
  const identifyRole = (name: string): ResourceIdentity => ({
    ref: name,
    attributes: { Arn: arn('role', name), RoleId: name },
  });
  return {
    'AWS::IAM::Role': {
      identify: ({ declared, physicalName }) => identifyRole(textOr(declared['RoleName'], physicalName)),
      deploy: ({ attributes, properties }) => {
        const role = attributes['Arn'] ?? '';
        const { AssumeRolePolicyDocument: trust, Policies: inline = [], ...others } = properties as RoleProperties;
        if (others.PermissionsBoundary) throw new Error('the embedded host does not judge permissions boundaries');
        roles.declare(role, trust);
        for (const { PolicyDocument: document } of inline) roles.grant(role, document);
        for (const policy of others.ManagedPolicyArns ?? []) roles.attach(role, policy);
      },
    },
    'AWS::IAM::Policy': {
      identify: ({ physicalName }) => ({ ref: physicalName, attributes: { Id: physicalName } }),
      deploy: ({ properties }) => {
        for (const name of rolesOf(properties)) roles.grant(arn('role', name), properties['PolicyDocument']);
      },
    },
    'AWS::IAM::ManagedPolicy': {
      identify: ({ physicalName }) => ({
        ref: arn('policy', physicalName),
        attributes: { PolicyArn: arn('policy', physicalName), PolicyId: physicalName },
      }),
      deploy: ({ ref, properties }) => {
        roles.addPolicy(ref, properties['PolicyDocument']);
        for (const name of rolesOf(properties)) roles.attach(arn('role', name), ref);
      },
    },
  };
}

/** IAM: the roles of the template, and the policies of roles and of resources, by which the guard judges each call. */
export function iamModule({ region, account }: Pick<HostContext, 'region' | 'account'>): IamModule {
  const roles = createRoles();
  return { services: {}, roles, resources: resourcePolicies({ region, account }), kinds: kinds(roles, account) };
}
