import type { DeclaredResource, Exported, ResourceIdentity, ResourceKind } from '../module.ts';
import type { CloudAssembly, Stack } from './cloud-assembly.ts';
import { INERT_TYPES, whyRefused } from './inert-types.ts';
import { resolve } from './intrinsics.ts';
import { physicalNames } from './physical-name.ts';
import { deploymentOrder } from './references.ts';
import { createScopes, type Declared, type Scopes } from './scopes.ts';

/** By stack, then by the output's key: what `cdk deploy --outputs-file` writes. */
export type Outputs = Record<string, Record<string, string>>;

export type Kinds = Record<string, ResourceKind>;

/** Log groups are inert, yet functions and state machines are given their ARN; others are known by name alone. */
function inertIdentity(resource: DeclaredResource, { region, account }: CloudAssembly): ResourceIdentity {
  const ref = resource.physicalName;
  const arn =
    resource.type === 'AWS::Logs::LogGroup'
      ? `arn:aws:logs:${region}:${account}:log-group:${ref}:*`
      : `arn:aws:inert:${region}:${account}:${ref}`;
  return { ref, attributes: { Arn: arn } };
}

/** What a stack of the assembly exports under a name that its template says in plain text. */
function exportedBy({ stacks }: CloudAssembly, wanted: string): Exported | undefined {
  for (const { name: stack, template } of stacks)
    for (const { Export: shared, Value: value } of Object.values(template.Outputs ?? {}))
      if (shared?.Name === wanted) return { stack, value };
  return undefined;
}

const naming = ({ stack, logicalId, type }: DeclaredResource) => `${logicalId} of ${stack} (${type})`;

function declare(stack: Stack, assembly: CloudAssembly, kinds: Kinds): Declared[] {
  const resources = Object.entries(stack.template.Resources ?? {});
  const names = physicalNames(
    stack.name,
    resources.map(([logicalId]) => logicalId),
  );
  return resources.map(([logicalId, { Type: type, Properties: declared = {}, Condition: condition }]) => {
    const physicalName = names.get(logicalId) ?? logicalId;
    const exported = (name: string) => exportedBy(assembly, name);
    const resource = { stack: stack.name, logicalId, type, physicalName, declared, exported };
    const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    if (kind && condition) throw new Error(`${naming(resource)} depends on a condition; the host does none.`);
    return { ...resource, kind, identity: kind?.identify(resource) ?? inertIdentity(resource, assembly) };
  });
}

/** Names all resources at once that nobody owns, so that one look at the template mends them all. */
function refuseUnknown(assembly: CloudAssembly, kinds: Kinds): void {
  const unknown = assembly.stacks.flatMap(({ name, template }) =>
    Object.entries(template.Resources ?? {})
      .filter(([, { Type: type }]) => !Object.hasOwn(kinds, type) && !INERT_TYPES.has(type))
      .map(([logicalId, { Type: type }]) => {
        return `  ${logicalId} of ${name} (${type}): ${whyRefused(type)}`;
      }),
  );
  if (unknown.length > 0) throw new Error(`The template cannot be hosted:\n${unknown.join('\n')}`);
}

async function bring(resource: Declared, scopes: Scopes): Promise<void> {
  const { kind, identity, ...declared } = resource;
  if (!kind) return;
  try {
    const properties = resolve(declared.declared, scopes.of(declared.stack)) as Record<string, unknown>;
    await kind.deploy({ ...declared, ...identity, properties });
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new Error(`${naming(declared)} cannot be deployed: ${reason}`, { cause: fault });
  }
}

function outputsOf({ name, template }: Stack, scopes: Scopes): Record<string, string> {
  const outputs = Object.entries(template.Outputs ?? {}).map(([key, { Value: value, Condition: condition }]) => {
    if (condition) throw new Error(`The output ${key} of ${name} depends on a condition; the host does none.`);
    return [key, String(resolve(value, scopes.of(name)))];
  });
  return Object.fromEntries(outputs);
}

/**
 * Brings every resource of the assembly to life: identities first, then each resource after those it needs.
 *
 * @param kinds by resource type
 * @throws Error that names the resource, its stack and its type where one cannot be hosted.
 */
export async function deployAssembly(assembly: CloudAssembly, kinds: Kinds): Promise<Outputs> {
  refuseUnknown(assembly, kinds);
  const declared = new Map(assembly.stacks.map((stack) => [stack.name, declare(stack, assembly, kinds)]));
  const scopes = createScopes(assembly, declared);
  for (const { name, template } of assembly.stacks) {
    const resources = new Map((declared.get(name) ?? []).map((resource) => [resource.logicalId, resource]));
    for (const logicalId of deploymentOrder(template)) {
      const resource = resources.get(logicalId);
      if (resource) await bring(resource, scopes);
    }
  }
  return Object.fromEntries(assembly.stacks.map((stack) => [stack.name, outputsOf(stack, scopes)]));
}
