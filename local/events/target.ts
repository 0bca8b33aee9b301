import { ServiceError } from '../wire/contract.ts';
import { makeEvent } from './bus-event.ts';
import { inputFor, type RuleName, type TargetInput } from './target-input.ts';

interface RetryPolicy {
  MaximumRetryAttempts?: number;
  MaximumEventAgeInSeconds?: number;
}

/** A target of a rule, in the words of EventBridge's API and of CloudFormation, which are the same. */
export interface Target extends TargetInput {
  Id: string;
  Arn: string;
  RoleArn?: string;
  RetryPolicy?: RetryPolicy;
}

const SERVED = ['Id', 'Arn', 'RoleArn', 'RetryPolicy', 'Input', 'InputPath', 'InputTransformer'];

/** Where an event may go here. */
const KINDS: Record<string, RegExp> = {
  lambda: /^arn:aws:lambda:[^:]*:\d*:function:/,
  states: /^arn:aws:states:[^:]*:\d*:stateMachine:/,
};

/** The signing name of the service that takes a target's events. */
export function serviceOf(arn: string): string | undefined {
  return Object.keys(KINDS).find((service) => KINDS[service]?.test(arn));
}

/** Throws `ValidationException` for a target that the embedded host cannot serve, naming what it is that it cannot. */
export function validTarget(target: Target, rule: RuleName): void {
  const refuse = (reason: string): never => {
    throw new ServiceError('ValidationException', `The target ${target.Id} of the rule ${rule.name}: ${reason}`);
  };
  const unknown = Object.keys(target).filter((name) => !SERVED.includes(name));
  if (unknown.length > 0) refuse(`the embedded host does not serve ${unknown.join(', ')}.`);
  if (!serviceOf(target.Arn))
    refuse(`${target.Arn} is neither a function nor a state machine, and nothing else is served.`);
  const nothing = () => new Uint8Array(16);
  const sample = makeEvent({ source: 'sample', detailType: 'sample', detail: {} }, 0, {
    region: '',
    account: '',
    random: { bytes: nothing },
  });
  inputFor(target, sample, rule);
}
