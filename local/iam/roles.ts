import { managedPolicy } from './managed-policies.ts';
import { type Grant, grantsOf, readPolicy, type Statement } from './statement.ts';

/** Something that a role may do, as its policies write it. */
export interface RoleGrant extends Grant {
  /** The role's ARN. */
  role: string;
}

/** A role of the template, with everything that is attached to it, however it is. */
interface Role {
  statements: Statement[];
  /** The ARNs of policies that stand by themselves: the template's own, or AWS's. */
  policyArns: string[];
  /** Who may assume it. */
  trust: Statement[];
}

/** The roles of the template, and which of their permissions were ever needed. */
export interface Roles {
  declare(arn: string, trust: unknown): void;
  /** Adds statements to a role's own. The role may be declared later. */
  grant(arn: string, document: unknown): void;
  /** Attaches a policy that stands by itself, and may be added later. */
  attach(arn: string, policyArn: string): void;
  addPolicy(arn: string, document: unknown): void;
  /** What a role may do; nothing where the template has no such role. */
  statementsOf(arn: string): Statement[];
  trustOf(arn: string): Statement[];
  /** Notes that a role needed this. */
  used(arn: string, grants: Grant[]): void;
  /** What no call has needed so far, in alphabetical order. */
  unused(): RoleGrant[];
}

const keyOf = ({ role, action, resource }: RoleGrant): string => `${role} ${action} ${resource}`;

export function createRoles(): Roles {
  const roles = new Map<string, Role>();
  const policies = new Map<string, Statement[]>();
  const needed = new Set<string>();

  const roleAt = (arn: string): Role => {
    const role = roles.get(arn) ?? { statements: [], policyArns: [], trust: [] };
    roles.set(arn, role);
    return role;
  };
  const statementsOf = (arn: string): Statement[] => {
    const { statements = [], policyArns = [] } = roles.get(arn) ?? {};
    return [...statements, ...policyArns.flatMap((policy) => policies.get(policy) ?? [])];
  };

  return {
    declare: (arn, trust) => roleAt(arn).trust.push(...readPolicy(trust, 'trust')),
    grant: (arn, document) => roleAt(arn).statements.push(...readPolicy(document, 'identity')),
    attach: (arn, policyArn) => {
      if (policyArn.startsWith('arn:aws:iam::aws:'))
        policies.set(policyArn, readPolicy(managedPolicy(policyArn), 'identity'));
      roleAt(arn).policyArns.push(policyArn);
    },
    addPolicy: (arn, document) => void policies.set(arn, readPolicy(document, 'identity')),
    statementsOf,
    trustOf: (arn) => roles.get(arn)?.trust ?? [],
    used: (role, grants) => {
      for (const grant of grants) needed.add(keyOf({ role, ...grant }));
    },
    unused: () => {
      const all = [...roles.keys()].flatMap((role) =>
        statementsOf(role)
          .filter(({ effect }) => effect === 'Allow')
          .flatMap(grantsOf)
          .map((grant) => ({ role, ...grant })),
      );
      const left = new Map(all.filter((grant) => !needed.has(keyOf(grant))).map((grant) => [keyOf(grant), grant]));
      return [...left.keys()].sort().flatMap((key) => left.get(key) ?? []);
    },
  };
}
