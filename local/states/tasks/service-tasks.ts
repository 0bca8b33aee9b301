import type { Caller } from '../../wire/contract.ts';
import type { Resource } from '../definition/resource.ts';
import { ErrorName } from '../fault.ts';
import type { TaskAnswer } from '../interpreter/task-answers.ts';
import { isObject, type JsonObject } from '../json.ts';
import { callFunction, invokeFunction } from './lambda.ts';
import { publish, sendMessage } from './messages.ts';
import { dynamodb, putEvents, startExecution } from './optimised.ts';
import type { TaskCall, TaskRunner } from './runner.ts';
import { sdk } from './sdk.ts';
import { sdkOperation } from './sdk-services.ts';
import { type Call, ServiceFault } from './service-call.ts';

/** What stands before a service's error; the optimised integrations and the generic ones differ, as on AWS. */
const PREFIXES: Record<string, string> = {
  dynamodb: 'DynamoDB',
  events: 'EventBridge',
  lambda: 'Lambda',
  sns: 'SNS',
  sqs: 'SQS',
  states: 'StepFunctions',
};

function prefixOf({ kind, type, action }: Resource): string {
  const service = type.replace('aws-sdk:', '');
  return (kind === 'sdk' ? sdkOperation(service, action)?.errorPrefix : PREFIXES[service]) ?? service;
}

/**
 * The name of a refusal. It always ends in `Exception`, even where the service's own name for it does not (AWS, "AWS
 * SDK service integrations"). DynamoDB's optimised integration has one name for all that its SDK has no class for.
 */
function errorOf(resource: Resource, code: string): string {
  if (resource.type === 'dynamodb' && code === 'ValidationException') return 'DynamoDB.AmazonDynamoDBException';
  return `${prefixOf(resource)}.${code}${code.endsWith('Exception') ? '' : 'Exception'}`;
}

function refusal({ code, message, status, requestId }: ServiceFault, resource: Resource): TaskAnswer {
  const where = `(Service: ${prefixOf(resource)}, Status Code: ${status}, Request ID: ${requestId})`;
  return { kind: 'failed', error: errorOf(resource, code), cause: `${message} ${where}` };
}

function make(call: Call, task: TaskCall, caller: Caller): Promise<TaskAnswer> {
  const { resource } = task;
  if (resource.kind === 'function') return callFunction(call, resource.arn, task.arguments, caller);
  const input: JsonObject = isObject(task.arguments) ? task.arguments : {};
  if (resource.kind === 'sdk') return sdk(call, task, input, caller);
  switch (resource.type) {
    case 'lambda':
      return invokeFunction(call, input, caller);
    case 'dynamodb':
      return dynamodb(call, task, input, caller);
    case 'events':
      return putEvents(call, task, input, caller);
    case 'sns':
      return publish(call, input, caller);
    case 'sqs':
      return sendMessage(call, input, caller);
    default:
      return startExecution(call, task, input, caller);
  }
}

/** Makes tasks by calling the host's services, as the state machine that the task belongs to. */
export function serviceTasks(call: Call, log: (line: string) => void): TaskRunner {
  return async (task) => {
    const { execution, resource } = task;
    const { machineName: name, roleArn, machineArn: sourceArn } = execution;
    const caller: Caller = { kind: 'stateMachine', name, roleArn, sourceArn };
    try {
      const answer = await make(call, task, caller);
      const waits = resource.pattern === 'waitForTaskToken' && answer.kind === 'succeeded';
      return waits ? { kind: 'submitted', output: answer.output } : answer;
    } catch (fault) {
      if (fault instanceof ServiceFault) return refusal(fault, resource);
      log(`states: ${resource.arn} of ${execution.arn}: ${fault instanceof Error ? fault.stack : fault}`);
      const cause = fault instanceof Error ? fault.message : String(fault);
      return { kind: 'failed', error: ErrorName.taskFailed, cause };
    }
  };
}
