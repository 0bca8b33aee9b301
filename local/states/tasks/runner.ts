import type { Resource } from '../definition/resource.ts';
import type { Execution } from '../execution.ts';
import type { TaskAnswer } from '../interpreter/task-answers.ts';
import type { Json } from '../json.ts';

/** One attempt of a task, as it is to be made. */
export interface TaskCall {
  resource: Resource;
  arguments: Json;
  execution: Execution;
  /** Tells attempts of one execution apart, also after a restart. */
  attempt: number;
}

/** Makes an attempt and tells what came of it. Never rejects. */
export type TaskRunner = (call: TaskCall) => Promise<TaskAnswer>;
