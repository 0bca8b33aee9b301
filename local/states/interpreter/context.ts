import { instant } from '../../../seams/clock.ts';
import type { Thread } from '../execution.ts';
import type { Json, JsonObject } from '../json.ts';
import { stateOf, type Turn, threadOf } from './turn.ts';

/** What an expression may see besides input, context and variables, and only at certain places. */
export interface Extras {
  result?: Json;
  errorOutput?: Json;
  /** The token of a task about to be scheduled. */
  token?: string | null;
  /** The item that a Map's ItemSelector is about. */
  item?: JsonObject;
}

function aboutExecution({ execution }: Turn): JsonObject {
  return {
    Id: execution.arn,
    Input: JSON.parse(execution.input),
    StartTime: instant(execution.startedAt),
    Name: execution.name,
    RoleArn: execution.roleArn,
    ...(execution.isExpress ? {} : { RedriveCount: execution.redriveCount }),
    ...(execution.redrivenAt === null ? {} : { RedriveTime: instant(execution.redrivenAt) }),
  };
}

function aboutState(turn: Turn, thread: Thread): JsonObject {
  const entered = { Name: thread.state, EnteredTime: instant(thread.enteredAt) };
  if (stateOf(turn, thread).type !== 'Task') return entered;
  return { ...entered, RetryCount: thread.retries.reduce((sum, count) => sum + (count ?? 0), 0) };
}

/** The item of the nearest Map around a thread. */
function itemOf(turn: Turn, thread: Thread): JsonObject | undefined {
  if (thread.parent === 0) return undefined;
  const parent = threadOf(turn, thread.parent);
  if (stateOf(turn, parent).type === 'Map') return { Index: thread.index, Value: thread.item };
  return itemOf(turn, parent);
}

const PARTS = ['Execution', 'StateMachine', 'State', 'Task', 'Map'] as const;

/** A member of the context object (AWS, "Accessing execution data from the Context object"), where there is one. */
export function contextPart(turn: Turn, thread: Thread, extras: Extras, name: string): JsonObject | undefined {
  switch (name as (typeof PARTS)[number]) {
    case 'Execution':
      turn.aboutExecution ??= aboutExecution(turn);
      return turn.aboutExecution;
    case 'StateMachine':
      return { Id: turn.execution.machineArn, Name: turn.execution.machineName };
    case 'State':
      return aboutState(turn, thread);
    case 'Task':
      return extras.token ? { Token: extras.token } : undefined;
    case 'Map': {
      const item = extras.item ?? itemOf(turn, thread);
      return item && { Item: item };
    }
  }
}

/** The whole of it. */
export function contextOf(turn: Turn, thread: Thread, extras: Extras): JsonObject {
  const context: JsonObject = {};
  for (const name of PARTS) {
    const part = contextPart(turn, thread, extras, name);
    if (part) context[name] = part;
  }
  return context;
}
