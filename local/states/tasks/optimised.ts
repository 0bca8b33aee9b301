import { instant } from '../../../seams/clock.ts';
import type { Caller } from '../../wire/contract.ts';
import type { TaskAnswer } from '../interpreter/task-answers.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { TaskCall } from './runner.ts';
import { type Call, callJson, DYNAMODB, EVENTS, metadataOf, ServiceFault, STATES } from './service-call.ts';

/** Messages and inputs may be written as JSON, and are sent as its text. */
export const asText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? {});

/** `dynamodb:*Item`: the service's own request and answer. */
export async function dynamodb(
  call: Call,
  { resource }: TaskCall,
  input: JsonObject,
  caller: Caller,
): Promise<TaskAnswer> {
  const operation = `${resource.action[0]?.toUpperCase()}${resource.action.slice(1)}`;
  const { output, response } = await callJson(call, DYNAMODB, operation, input, caller);
  return { kind: 'succeeded', output: { ...output, ...metadataOf(response) } };
}

/** `events:putEvents`: `Detail` may be an object, and each entry names the execution (AWS, "Call EventBridge"). */
export async function putEvents(call: Call, task: TaskCall, input: JsonObject, caller: Caller): Promise<TaskAnswer> {
  const { execution } = task;
  const entries = (Array.isArray(input['Entries']) ? input['Entries'] : []).filter(isObject).map((entry) => ({
    ...entry,
    Detail: asText(entry['Detail']),
    Resources: [...(Array.isArray(entry['Resources']) ? entry['Resources'] : []), execution.arn, execution.machineArn],
  }));
  const { output, response } = await callJson(call, EVENTS, 'PutEvents', { ...input, Entries: entries }, caller);
  if (Number(output['FailedEntryCount'] ?? 0) > 0) {
    return { kind: 'failed', error: 'EventBridge.FailedEntry', cause: JSON.stringify(output) };
  }
  return { kind: 'succeeded', output: { ...output, ...metadataOf(response) } };
}

/** The ARN that a child of this name has. */
function childArn(machineArn: Json | undefined, name: string): string {
  return `${String(machineArn).replace(':stateMachine:', ':execution:')}:${name}`;
}

/**
 * Starts a child. One that the definition does not name is named after its parent's attempt, so that a start that
 * is repeated after a crash finds the child of the first, even if that one has ended meanwhile.
 */
async function startChild(call: Call, task: TaskCall, input: JsonObject, caller: Caller) {
  const { execution, attempt } = task;
  const ownName = `${execution.name.slice(0, 60)}-${execution.id}-${attempt}`;
  const request = {
    stateMachineArn: input['StateMachineArn'] ?? null,
    name: input['Name'] ?? ownName,
    input: asText(input['Input']),
  };
  try {
    return await callJson(call, STATES, 'StartExecution', request, caller);
  } catch (fault) {
    const isOwn = fault instanceof ServiceFault && fault.code === 'ExecutionAlreadyExists' && request.name === ownName;
    if (!isOwn) throw fault;
    const output: JsonObject = { executionArn: childArn(input['StateMachineArn'], ownName), startDate: null };
    return { output, response: { status: 200, headers: {}, body: Buffer.alloc(0) } };
  }
}

/** `states:startExecution`, with or without waiting for the child's end. */
export async function startExecution(
  call: Call,
  task: TaskCall,
  input: JsonObject,
  caller: Caller,
): Promise<TaskAnswer> {
  const { output, response } = await startChild(call, task, input, caller);
  const child = String(output['executionArn']);
  const startDate = instant(Number(output['startDate']) * 1000);
  const answer = { ExecutionArn: child, ...metadataOf(response), StartDate: startDate };
  const { pattern } = task.resource;
  if (pattern === 'sync' || pattern === 'sync:2') return { kind: 'submitted', output: answer, child };
  return { kind: 'succeeded', output: answer };
}
