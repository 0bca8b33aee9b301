import type { Caller, WireResponse } from '../../wire/contract.ts';
import type { TaskAnswer } from '../interpreter/task-answers.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { type Call, faultOf, metadataOf } from './service-call.ts';

function invoke(call: Call, name: string, input: Json, type: string, qualifier: Json | undefined, caller: Caller) {
  const request = {
    method: 'POST',
    path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`,
    query: typeof qualifier === 'string' ? `Qualifier=${encodeURIComponent(qualifier)}` : '',
    headers: { 'content-type': 'application/json', 'x-amz-invocation-type': type },
    body: Buffer.from(JSON.stringify(input)),
  };
  return call('lambda', request, caller);
}

/**
 * A function's own failure, under its own name. Lambda sends `{errorMessage, errorType, trace}`; where the name is
 * missing, the function died without telling (AWS, "Handling errors in Step Functions workflows").
 */
function functionFault(text: string): TaskAnswer {
  const payload = parseJson(text);
  const type = isObject(payload) ? payload['errorType'] : undefined;
  if (typeof type === 'string') return { kind: 'failed', error: type, cause: text };
  const cause = `The cause could not be determined because Lambda did not return an error type. Returned payload: ${text}`;
  return { kind: 'failed', error: 'Lambda.Unknown', cause };
}

function hasFailed(response: WireResponse): boolean {
  return response.headers['x-amz-function-error'] !== undefined;
}

/** An invocation that nobody waits for answers nothing. */
function payloadOf(text: string): Json {
  const payload = text === '' ? null : parseJson(text);
  if (payload === undefined) throw new Error('The function returned what is no JSON, or nests more than 1000 levels.');
  return payload;
}

/** A function's ARN as the task's resource: the input goes in, what the function returns comes out. */
export async function callFunction(call: Call, arn: string, input: Json, caller: Caller): Promise<TaskAnswer> {
  const response = await invoke(call, arn, input, 'RequestResponse', undefined, caller);
  if (response.status >= 300) throw faultOf(response);
  const text = response.body.toString();
  return hasFailed(response) ? functionFault(text) : { kind: 'succeeded', output: payloadOf(text) };
}

/** `lambda:invoke`: the function and its payload are arguments. */
export async function invokeFunction(call: Call, input: JsonObject, caller: Caller): Promise<TaskAnswer> {
  const type = String(input['InvocationType'] ?? 'RequestResponse');
  const name = String(input['FunctionName'] ?? '');
  const response = await invoke(call, name, input['Payload'] ?? {}, type, input['Qualifier'], caller);
  if (response.status >= 300) throw faultOf(response);
  const payload = payloadOf(response.body.toString());
  if (hasFailed(response)) return functionFault(JSON.stringify(payload));
  const answer = { ExecutedVersion: response.headers['x-amz-executed-version'] ?? '$LATEST', Payload: payload };
  return { kind: 'succeeded', output: { ...answer, ...metadataOf(response), StatusCode: response.status } };
}
