import type { DeclaredResource, ResourceIdentity, ResourceKind } from '../module.ts';
import type { CloudAssembly, Stack } from './cloud-assembly.ts';
import { NO_VALUE, resolve, type Scope } from './intrinsics.ts';

/** A resource whose identity is settled. Inert resources have no kind. */
export interface Declared extends DeclaredResource {
  kind: ResourceKind | undefined;
  identity: ResourceIdentity;
}

/** What names mean in each stack, and the exports that all of them share. */
export interface Scopes {
  of(stack: string): Scope;
}

function pseudoParameters({ region, account }: CloudAssembly, stack: string): Record<string, unknown> {
  return {
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stack}/embedded`,
    'AWS::NoValue': NO_VALUE,
  };
}

/** Parameters have their defaults: nobody is asked. What Systems Manager would hold is not here to be read. */
function parameters({ name, template }: Stack): Record<string, () => unknown> {
  return Object.fromEntries(
    Object.entries(template.Parameters ?? {}).map(([key, { Type: type, Default: value }]) => [
      key,
      () => {
        if (value !== undefined && !type.startsWith('AWS::SSM::')) return value;
        throw new Error(`the parameter ${key} of ${name} (${type}) has no value that the embedded host knows`);
      },
    ]),
  );
}

function scopeOf(
  stack: Stack,
  assembly: CloudAssembly,
  declared: Declared[],
  exported: (name: string) => unknown,
): Scope {
  const identities = new Map(declared.map(({ logicalId, identity, type }) => [logicalId, { ...identity, type }]));
  const pseudo = pseudoParameters(assembly, stack.name);
  const given = parameters(stack);
  return {
    exported,
    ref: (name) => {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      const identity = identities.get(name);
      if (identity) return identity.ref;
      const parameter = given[name];
      if (parameter) return parameter();
      throw new Error(`Ref names '${name}', which ${stack.name} does not have`);
    },
    attribute: (logicalId, attribute) => {
      const identity = identities.get(logicalId);
      if (!identity) throw new Error(`Fn::GetAtt names '${logicalId}', which ${stack.name} does not have`);
      if (Object.hasOwn(identity.attributes, attribute)) return identity.attributes[attribute];
      throw new Error(`the embedded host knows no attribute '${attribute}' of ${logicalId} (${identity.type})`);
    },
  };
}

/** Exports are worked out when they are asked for, in the scope of the stack that has them. */
export function createScopes(assembly: CloudAssembly, declared: Map<string, Declared[]>): Scopes {
  const scopes = new Map<string, Scope>();
  const of = (stack: string): Scope => {
    const scope = scopes.get(stack);
    if (!scope) throw new Error(`There is no stack '${stack}'.`);
    return scope;
  };
  const exported = (wanted: string): unknown => {
    for (const { name, template } of assembly.stacks) {
      for (const { Export: shared, Value: value } of Object.values(template.Outputs ?? {})) {
        if (shared && resolve(shared.Name, of(name)) === wanted) return resolve(value, of(name));
      }
    }
    throw new Error(`no stack exports '${wanted}'`);
  };
  for (const stack of assembly.stacks) {
    scopes.set(stack.name, scopeOf(stack, assembly, declared.get(stack.name) ?? [], exported));
  }
  return { of };
}
