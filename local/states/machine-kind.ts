import type { DeployedResource, HostContext, ResourceKind } from '../module.ts';
import { InvalidDefinition } from './definition/diagnostic.ts';
import { loadMachine } from './definition/load.ts';
import type { Engine } from './engine.ts';
import { isObject } from './json.ts';
import type { MachineRevision } from './machines.ts';

/** Reads a text that was deployed as an asset. */
export type ReadAsset = (bucket: string, key: string) => Promise<string>;

/** Puts the values of `DefinitionSubstitutions` where `${Name}` stands. */
function substituted(text: string, substitutions: unknown): string {
  if (!isObject(substitutions)) return text;
  return text.replace(/\$\{([\w.]+)\}/g, (found, name: string) =>
    Object.hasOwn(substitutions, name) ? String(substitutions[name]) : found,
  );
}

async function definitionOf(resource: DeployedResource, readAsset: ReadAsset): Promise<string> {
  const {
    DefinitionString: text,
    DefinitionS3Location: place,
    Definition: object,
    DefinitionSubstitutions,
  } = resource.properties;
  if (typeof text === 'string') return substituted(text, DefinitionSubstitutions);
  if (isObject(object)) return substituted(JSON.stringify(object), DefinitionSubstitutions);
  if (!isObject(place)) throw new Error(`${resource.logicalId} of ${resource.stack} has no definition.`);
  return substituted(await readAsset(String(place['Bucket']), String(place['Key'])), DefinitionSubstitutions);
}

function nameOf(declared: Record<string, unknown>, physicalName: string): string {
  const name = declared['StateMachineName'];
  return typeof name === 'string' ? name : physicalName;
}

/** `AWS::StepFunctions::StateMachine`. A definition that changed becomes a new revision; executions keep theirs. */
export function machineKind(context: HostContext, engine: () => Promise<Engine>, readAsset: ReadAsset): ResourceKind {
  const arnOf = (name: string) => `arn:aws:states:${context.region}:${context.account}:stateMachine:${name}`;
  return {
    identify: ({ declared, physicalName }) => {
      const name = nameOf(declared, physicalName);
      const arn = arnOf(name);
      return { ref: arn, attributes: { Arn: arn, Name: name, StateMachineRevisionId: 'INITIAL' } };
    },
    deploy: async (resource) => {
      const opened = await engine();
      const { machines, compile } = opened;
      const name = nameOf(resource.declared, resource.physicalName);
      const arn = arnOf(name);
      const type = resource.properties['StateMachineType'] === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
      const roleArn = String(resource.properties['RoleArn'] ?? '');
      const definition = await definitionOf(resource, readAsset);
      try {
        loadMachine(definition, type, compile);
      } catch (fault) {
        if (!(fault instanceof InvalidDefinition)) throw fault;
        throw new Error(`${resource.logicalId} of ${resource.stack}: ${fault.message}`, { cause: fault });
      }
      const known = machines.get(arn);
      if (known?.definition === definition && known.type === type && known.roleArn === roleArn) return;
      const at = context.clock.now();
      const revision = machines.nextRevision(arn);
      const machine: MachineRevision = {
        arn,
        name,
        type,
        roleArn,
        revision,
        definition,
        tags: known?.tags ?? {},
        createdAt: known?.createdAt ?? at,
        updatedAt: at,
      };
      await opened.putMachine(machine);
    },
  };
}
