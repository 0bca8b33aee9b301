import type { Json, JsonObject } from '../json.ts';

/** What an expression sees. All of it is plain JSON. */
export interface Bindings {
  /** Each under its name without the dollar sign. */
  readonly variables: JsonObject;
  /** A member of `$states` other than `context`; undefined where there is none of that name. */
  state(name: string): Json | undefined;
  /** A member of `$states.context`; undefined where there is none of that name. */
  context(name: string): Json | undefined;
  /** Everything, as JSONata takes it: the variables and `states`. */
  all(): Record<string, unknown>;
}
