import type { Caller } from '../../wire/contract.ts';
import type { TaskAnswer } from '../interpreter/task-answers.ts';
import type { JsonObject } from '../json.ts';
import { invokeFunction } from './lambda.ts';
import type { TaskCall } from './runner.ts';
import { SDK_SERVICES } from './sdk-services.ts';
import { type Call, callJson } from './service-call.ts';

function withInitials(object: JsonObject, change: (initial: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [change(key.charAt(0)) + key.slice(1), value]),
  );
}

/** `aws-sdk:<service>:<action>`: any operation of a service that speaks JSON. Members are written in upper case. */
export async function sdk(call: Call, { resource }: TaskCall, input: JsonObject, caller: Caller): Promise<TaskAnswer> {
  const service = SDK_SERVICES[resource.type.slice('aws-sdk:'.length)];
  if (!service) throw new Error(`There is no service '${resource.type}'.`);
  if (service.target === undefined) {
    if (resource.action === 'invoke') return invokeFunction(call, input, caller);
    throw new Error(`Of ${resource.type} the embedded host does 'invoke' only, not '${resource.action}'.`);
  }
  const operation = resource.action.charAt(0).toUpperCase() + resource.action.slice(1);
  if (!service.hasLowerCaseMembers) {
    return { kind: 'succeeded', output: (await callJson(call, service, operation, input, caller)).output };
  }
  const request = withInitials(input, (initial) => initial.toLowerCase());
  const { output } = await callJson(call, service, operation, request, caller);
  return { kind: 'succeeded', output: withInitials(output, (initial) => initial.toUpperCase()) };
}
