import type { HostContext, HostModule, ResourceIdentity } from '../module.ts';

/** What a role may do, as its template says. */
export interface RolePolicies {
  /** Policy documents, with all references resolved. */
  documents: unknown[];
  /** ARNs of policies that AWS keeps, such as `AWSLambdaBasicExecutionRole`. */
  managed: string[];
}

export interface IamModule extends HostModule {
  /** By the role's ARN; undefined for a role that the template does not have. */
  policiesOf(roleArn: string): RolePolicies | undefined;
}

interface PolicyProperties {
  PolicyDocument?: unknown;
  Roles?: string[];
}

interface RoleProperties {
  Policies?: PolicyProperties[];
  ManagedPolicyArns?: string[];
}

const textOr = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise);

/** Keeps the roles and policies of the template. It only collects them: whoever judges a call looks them up here. */
export function iamModule({ account }: Pick<HostContext, 'account'>): IamModule {
  const roles = new Map<string, RolePolicies>();
  const arn = (kind: string, name: string) => `arn:aws:iam::${account}:${kind}/${name}`;
  const policiesOf = (roleArn: string): RolePolicies => {
    const policies = roles.get(roleArn) ?? { documents: [], managed: [] };
    roles.set(roleArn, policies);
    return policies;
  };
  const attach = ({ PolicyDocument: document, Roles: names = [] }: PolicyProperties) => {
    for (const name of names) policiesOf(arn('role', name)).documents.push(document);
  };
  const identifyRole = (name: string): ResourceIdentity => ({
    ref: name,
    attributes: { Arn: arn('role', name), RoleId: name },
  });
  return {
    services: {},
    policiesOf: (roleArn) => roles.get(roleArn),
    kinds: {
      'AWS::IAM::Role': {
        identify: ({ declared, physicalName }) => identifyRole(textOr(declared['RoleName'], physicalName)),
        deploy: ({ attributes, properties }) => {
          const { Policies: inline = [], ManagedPolicyArns: managed = [] } = properties as RoleProperties;
          const policies = policiesOf(attributes['Arn'] ?? '');
          policies.documents.push(...inline.map(({ PolicyDocument: document }) => document));
          policies.managed.push(...managed);
        },
      },
      'AWS::IAM::Policy': {
        identify: ({ physicalName }) => ({ ref: physicalName, attributes: { Id: physicalName } }),
        deploy: ({ properties }) => attach(properties as PolicyProperties),
      },
      'AWS::IAM::ManagedPolicy': {
        identify: ({ physicalName }) => ({
          ref: arn('policy', physicalName),
          attributes: { PolicyArn: arn('policy', physicalName), PolicyId: physicalName },
        }),
        deploy: ({ properties }) => attach(properties as PolicyProperties),
      },
    },
  };
}
