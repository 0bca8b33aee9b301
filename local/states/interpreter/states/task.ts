import type { TaskState } from '../../definition/model.ts';
import type { Resource } from '../../definition/resource.ts';
import { checkPayload } from '../../fault.ts';
import type { JsonObject } from '../../json.ts';
import { newToken } from '../../token.ts';
import { evaluate, evaluateWhole } from '../scope.ts';
import { emit, setThread, type Turn, text, threadOf } from '../turn.ts';

/** The members that every event of a task carries; those of a function's ARN carry none. */
export function resourceDetails(resource: Resource): JsonObject {
  return resource.kind === 'function' ? {} : { resourceType: resource.type, resource: resource.resource };
}

/** The events of a function's ARN have names of their own. */
export function taskEvent(resource: Resource, what: string): string {
  return resource.kind === 'function' ? `LambdaFunction${what}` : `Task${what}`;
}

function scheduledDetails(turn: Turn, resource: Resource, parameters: string, limits: JsonObject): JsonObject {
  if (resource.kind === 'function') return { resource: resource.arn, input: parameters, ...limits };
  return { ...resourceDetails(resource), region: turn.region, parameters, ...limits };
}

/** Schedules one attempt of a task; it is called once the journal holds this turn. */
export async function task(turn: Turn, id: number, state: TaskState): Promise<void> {
  const thread = threadOf(turn, id);
  const { resource } = state;
  const token = resource.pattern === 'waitForTaskToken' ? newToken(turn.random, turn.execution.id, id) : null;
  const parameters = state.arguments ? await evaluate(turn, thread, state.arguments, { token }) : thread.input;
  const timeout = await evaluateWhole(turn, thread, state.timeoutSeconds, 1);
  const heartbeat = await evaluateWhole(turn, thread, state.heartbeatSeconds, 1);
  const parametersText = text(parameters);
  checkPayload(parametersText, state.name);
  const limits = {
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
  };
  const details = scheduledDetails(turn, resource, parametersText, limits);
  const attempt = emit(turn, id, taskEvent(resource, 'Scheduled'), details);
  emit(turn, id, taskEvent(resource, 'Started'), resource.kind === 'function' ? null : resourceDetails(resource));
  const heartbeatMs = heartbeat === undefined || token === null ? null : heartbeat * 1000;
  setThread(turn, id, {
    activity: {
      ...{ kind: 'task', attempt, arguments: parameters, token, isSubmitted: false, child: null },
      timeoutAt: timeout === undefined ? null : turn.now + timeout * 1000,
      heartbeatMs,
      heartbeatAt: heartbeatMs === null ? null : turn.now + heartbeatMs,
    },
  });
  turn.calls.push({ thread: id, attempt });
}
