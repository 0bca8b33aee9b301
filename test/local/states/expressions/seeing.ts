import type { Bindings } from '../../../../local/states/expressions/bindings.ts';
import type { JsonObject } from '../../../../local/states/json.ts';

/** What an expression sees, from all of it as JSONata takes it. */
export function seeing({ states = {}, ...variables }: JsonObject): Bindings {
  const { context = {}, ...members } = states as JsonObject;
  const own = (object: JsonObject, name: string) => (Object.hasOwn(object, name) ? object[name] : undefined);
  return {
    variables,
    state: (name) => own(members, name),
    context: (name) => own(context as JsonObject, name),
    all: () => ({ ...variables, states }),
  };
}
