import { ServiceError } from '../../wire/contract.ts';
import type { Engine } from '../engine.ts';
import { isObject, type Json } from '../json.ts';
import type { MachineRevision } from '../machines.ts';
import { type Input, requiredText } from './fields.ts';

/** The tags of a request, which lists `{key, value}`. */
export function tagsIn(input: Input): Record<string, string> {
  const list = Array.isArray(input['tags']) ? input['tags'] : [];
  return Object.fromEntries(list.filter(isObject).map(({ key, value }) => [String(key), String(value ?? '')]));
}

function taggedMachine(engine: Engine, input: Input): MachineRevision {
  const arn = requiredText(input, 'resourceArn');
  const machine = engine.machines.get(arn);
  if (!machine) throw new ServiceError('ResourceNotFound', `Resource not found: '${arn}'`);
  return machine;
}

/** The operations on the tags of state machines. Tags change without a new revision. */
export function tagOperations(engine: Engine) {
  return {
    ListTagsForResource: (input: Input): Json => {
      const { tags = {} } = taggedMachine(engine, input);
      return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
    },
    TagResource: async (input: Input): Promise<Json> => {
      const machine = taggedMachine(engine, input);
      await engine.putMachine({ ...machine, tags: { ...machine.tags, ...tagsIn(input) } });
      return {};
    },
    UntagResource: async (input: Input): Promise<Json> => {
      const machine = taggedMachine(engine, input);
      const keys = Array.isArray(input['tagKeys']) ? input['tagKeys'] : [];
      const left = Object.entries(machine.tags ?? {}).filter(([key]) => !keys.includes(key));
      await engine.putMachine({ ...machine, tags: Object.fromEntries(left) });
      return {};
    },
  };
}
