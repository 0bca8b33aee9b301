import type { TaskState } from '../../definition/model.ts';
import type { Resource } from '../../definition/resource.ts';
import type { TaskActivity } from '../../execution.ts';
import { checkPayload } from '../../fault.ts';
import type { Json, JsonObject } from '../../json.ts';
import { onceKnown, type Soon } from '../../soon.ts';
import { newToken } from '../../token.ts';
import { evaluateOr, evaluateWhole } from '../scope.ts';
import { emit, setThread, type Turn, threadOf } from '../turn.ts';

/** The members that every event of a task carries; those of a function's ARN carry none. */
export function resourceDetails(resource: Resource): JsonObject {
  return resource.kind === 'function' ? {} : { resourceType: resource.type, resource: resource.resource };
}

/** The events of a function's ARN have names of their own. */
export function taskEvent(resource: Resource, what: string): string {
  return resource.kind === 'function' ? `LambdaFunction${what}` : `Task${what}`;
}

/** One attempt, evaluated: what the service is asked, and in how many seconds. */
interface Plan {
  parameters: Json;
  token: string | null;
  timeout: number | undefined;
  heartbeat: number | undefined;
}

function scheduledDetails(turn: Turn, resource: Resource, { parameters, timeout, heartbeat }: Plan): JsonObject {
  const limits = {
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
  };
  if (resource.kind === 'function') return { resource: resource.arn, input: parameters, ...limits };
  return { ...resourceDetails(resource), region: turn.region, parameters, ...limits };
}

function activityOf(turn: Turn, attempt: number, { parameters, token, timeout, heartbeat }: Plan): TaskActivity {
  const heartbeatMs = heartbeat === undefined || token === null ? null : heartbeat * 1000;
  return {
    kind: 'task',
    attempt,
    arguments: parameters,
    token,
    isSubmitted: false,
    timeoutAt: timeout === undefined ? null : turn.now + timeout * 1000,
    heartbeatMs,
    heartbeatAt: heartbeatMs === null ? null : turn.now + heartbeatMs,
    child: null,
  };
}

function schedule(turn: Turn, id: number, { name, resource }: TaskState, plan: Plan): void {
  checkPayload(plan.parameters, name);
  const attempt = emit(turn, id, taskEvent(resource, 'Scheduled'), () => scheduledDetails(turn, resource, plan));
  const details = resource.kind === 'function' ? undefined : () => resourceDetails(resource);
  emit(turn, id, taskEvent(resource, 'Started'), details);
  setThread(turn, id, { activity: activityOf(turn, attempt, plan) });
  turn.calls.push({ thread: id, attempt, resource });
}

/** Schedules one attempt of a task; it is called once the journal holds this turn. */
export function task(turn: Turn, id: number, state: TaskState): Soon<void> {
  const thread = threadOf(turn, id);
  const waitsForToken = state.resource.pattern === 'waitForTaskToken';
  const token = waitsForToken ? newToken(turn.random, turn.execution.id, id) : null;
  return onceKnown(evaluateOr(turn, thread, state.arguments, thread.input, { token }), (parameters) =>
    onceKnown(evaluateWhole(turn, thread, state.timeoutSeconds, 1), (timeout) =>
      onceKnown(evaluateWhole(turn, thread, state.heartbeatSeconds, 1), (heartbeat) =>
        schedule(turn, id, state, { parameters, token, timeout, heartbeat }),
      ),
    ),
  );
}
