import type { HostContext } from '../module.ts';
import type { Caller, WireResponse } from '../wire/contract.ts';
import { serviceOf } from './target.ts';

/** One event on its way to one target; kept until the target took it. */
export interface Delivery {
  id: string;
  eventId: string;
  ruleName: string;
  ruleArn: string;
  arn: string;
  roleArn?: string;
  /** What the target is given, as JSON. */
  input: string;
  /** Milliseconds since the epoch. */
  acceptedAt: number;
  dueAt: number;
  attempts: number;
  functionErrors: number;
  attemptsMax: number;
  ageMaxMs: number;
}

/** `unreached` may go better later; a function that failed is asked twice more; `refused` will not go better. */
export type Outcome = { is: 'taken' } | { is: 'unreached' | 'functionFailed' | 'refused'; reason: string };

const THROTTLED = /Throttl|TooManyRequests|ServiceUnavailable|LimitExceeded/;

function refusal({ status, body, headers }: WireResponse): Outcome {
  const reason = `${status} ${body.toString().slice(0, 500)}`;
  const name = `${headers['x-amzn-errortype'] ?? ''} ${body.toString()}`;
  return { is: status >= 500 || status === 429 || THROTTLED.test(name) ? 'unreached' : 'refused', reason };
}

function callerOf({ roleArn, ruleArn: sourceArn }: Delivery): Caller {
  return { kind: 'service', name: 'events.amazonaws.com', sourceArn, ...(roleArn !== undefined && { roleArn }) };
}

/** The function's answer is waited for, so that an event is forgotten only once it was handled. */
async function invoke({ call }: HostContext, delivery: Delivery): Promise<Outcome> {
  const request = {
    method: 'POST',
    path: `/2015-03-31/functions/${encodeURIComponent(delivery.arn)}/invocations`,
    query: '',
    headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse' },
    body: Buffer.from(delivery.input),
  };
  const response = await call('lambda', request, callerOf(delivery));
  if (response.status >= 300) return refusal(response);
  const failed = response.headers['x-amz-function-error'];
  if (failed === undefined) return { is: 'taken' };
  return { is: 'functionFailed', reason: `${failed} ${response.body.toString().slice(0, 500)}` };
}

/** The execution is named after the delivery: one that is delivered twice starts once. */
async function startExecution({ call }: HostContext, delivery: Delivery): Promise<Outcome> {
  const { arn: stateMachineArn, id: name, input } = delivery;
  const request = {
    method: 'POST',
    path: '/',
    query: '',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AWSStepFunctions.StartExecution' },
    body: Buffer.from(JSON.stringify({ stateMachineArn, name, input })),
  };
  const response = await call('states', request, callerOf(delivery));
  const started = response.status < 300 || response.body.toString().includes('ExecutionAlreadyExists');
  return started ? { is: 'taken' } : refusal(response);
}

/** Hands an event to its target. Never rejects. */
export async function deliver(context: HostContext, delivery: Delivery): Promise<Outcome> {
  try {
    return await (serviceOf(delivery.arn) === 'states' ? startExecution(context, delivery) : invoke(context, delivery));
  } catch (fault) {
    return { is: 'unreached', reason: fault instanceof Error ? fault.message : String(fault) };
  }
}
