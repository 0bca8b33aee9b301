import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Incoming } from './sql-evaluate.ts';
import { fill, parseTemplate, type Template } from './template.ts';

/** What a rule does with what it selected. */
export type Action =
  | { kind: 'lambda'; functionName: string }
  | { kind: 'republish'; topic: Template; qos: 0 | 1; roleArn: string };

/** One action on one message, ready to be kept and done later. */
export type Deed =
  | { kind: 'lambda'; functionName: string; event: JsonObject }
  | { kind: 'republish'; topic: string; qos: 0 | 1; roleArn: string; payload: JsonObject };

const functionArn = /^arn:[^:]+:lambda:[^:]*:\d*:function:([^:]+)(?::[^:]+)?$/;

function lambda({ FunctionArn }: JsonObject): Action {
  if (typeof FunctionArn !== 'string') throw new Error('Its Lambda action has no FunctionArn.');
  return { kind: 'lambda', functionName: functionArn.exec(FunctionArn)?.[1] ?? FunctionArn };
}

function republish({ Topic, Qos, Headers, RoleArn }: JsonObject): Action {
  if (typeof RoleArn !== 'string') throw new Error('Its Republish action has no RoleArn.');
  if (typeof Topic !== 'string') throw new Error('Its Republish action has no Topic.');
  if (Headers !== undefined) throw new Error('Its Republish action sets Headers, which MQTT 3.1.1 does not have.');
  // A reserved topic is written with a second dollar sign, lest it be read as a template ("Republish action").
  const topic = Topic.startsWith('$$') ? Topic.slice(1) : Topic;
  return { kind: 'republish', topic: parseTemplate(topic), qos: Number(Qos) === 1 ? 1 : 0, roleArn: RoleArn };
}

/**
 * Reads an action as the template declares it: `{Lambda: {FunctionArn}}` or `{Republish: {Topic, Qos}}`. Throws for
 * any other, naming it.
 */
export function readAction(declared: Json | undefined): Action {
  const [name, settings] = Object.entries(isObject(declared) ? declared : {})[0] ?? [];
  if (name === 'Lambda' && isObject(settings)) return lambda(settings);
  if (name === 'Republish' && isObject(settings)) return republish(settings);
  throw new Error(`The embedded host does the actions Lambda and Republish, not '${name ?? 'none'}'.`);
}

export function deedOf(action: Action, selected: JsonObject, incoming: Incoming): Deed {
  if (action.kind === 'lambda') return { ...action, event: selected };
  return { ...action, topic: fill(action.topic, incoming), payload: selected };
}

/** What an action works on: a function's name or a topic. */
export const resourceOf = (deed: Deed): string => (deed.kind === 'lambda' ? deed.functionName : deed.topic);
