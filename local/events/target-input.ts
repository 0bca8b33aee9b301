import { ServiceError } from '../wire/contract.ts';
import type { BusEvent } from './bus-event.ts';
import { select } from './json-path.ts';

interface InputTransformer {
  InputPathsMap?: Record<string, string>;
  InputTemplate: string;
}

export interface TargetInput {
  Input?: string;
  InputPath?: string;
  InputTransformer?: InputTransformer;
}

export interface RuleName {
  name: string;
  arn: string;
}

function variables({ InputPathsMap = {} }: InputTransformer, event: BusEvent, rule: RuleName): Record<string, unknown> {
  const { detail: _, ...envelope } = event;
  const own = Object.entries(InputPathsMap).map(([name, path]) => [name, select(path, event)]);
  return {
    ...Object.fromEntries(own),
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': event.time,
    'aws.events.event': envelope,
    'aws.events.event.json': event,
  };
}

/** A value within a text of the template: text as it is, all else as JSON; either with its quotes escaped. */
function withinText(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

/** Fills a template. A variable outside of quotes becomes a JSON value, `null` where its path leads nowhere. */
function fill(template: string, values: Record<string, unknown>): string {
  let quoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/gs, (part, name?: string) => {
    if (part === '"') quoted = !quoted;
    if (name === undefined || !Object.hasOwn(values, name)) return part;
    return quoted ? withinText(values[name]) : (JSON.stringify(values[name]) ?? 'null');
  });
}

/**
 * What a target is given for an event, as JSON (Amazon EventBridge User Guide, "Input transformation").
 * Throws `ValidationException` where that is no JSON.
 */
export function inputFor(target: TargetInput, event: BusEvent, rule: RuleName): string {
  const { Input, InputPath, InputTransformer } = target;
  const input =
    Input ??
    (InputTransformer && fill(InputTransformer.InputTemplate, variables(InputTransformer, event, rule))) ??
    JSON.stringify(InputPath === undefined ? event : (select(InputPath, event) ?? null));
  try {
    JSON.parse(input);
  } catch (cause) {
    const message = `The input of a target of the rule ${rule.name} is no JSON: ${(cause as Error).message}`;
    throw new ServiceError('ValidationException', message);
  }
  return input;
}
