import { instant } from '../../../seams/clock.ts';
import type { Thread } from '../execution.ts';
import { evaluateTemplate, type Template, TemplateFault } from '../expressions/template.ts';
import { ErrorName, StateFault } from '../fault.ts';
import { type Json, type JsonObject, typeName } from '../json.ts';
import { stateOf, type Turn, threadOf } from './turn.ts';

/** What an expression may see besides input, context and variables, and only at certain places. */
export interface Extras {
  result?: Json;
  errorOutput?: Json;
  /** The token of a task about to be scheduled. */
  token?: string | null;
  /** The item that a Map's ItemSelector is about. */
  item?: JsonObject;
}

/** The context object (AWS, "Accessing execution data from the Context object"). */
function contextOf(turn: Turn, thread: Thread, extras: Extras): JsonObject {
  const { execution } = turn;
  const isTask = stateOf(turn, thread).type === 'Task';
  const entered = { Name: thread.state, EnteredTime: instant(thread.enteredAt) };
  const retryCount = thread.retries.reduce((sum, count) => sum + (count ?? 0), 0);
  const item = extras.item ?? itemOf(turn, thread);
  return {
    Execution: {
      Id: execution.arn,
      Input: JSON.parse(execution.input),
      StartTime: instant(execution.startedAt),
      Name: execution.name,
      RoleArn: execution.roleArn,
      ...(execution.isExpress ? {} : { RedriveCount: execution.redriveCount }),
      ...(execution.redrivenAt === null ? {} : { RedriveTime: instant(execution.redrivenAt) }),
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
    State: isTask ? { ...entered, RetryCount: retryCount } : entered,
    ...(extras.token ? { Task: { Token: extras.token } } : {}),
    ...(item ? { Map: { Item: item } } : {}),
  };
}

/** The item of the nearest Map around a thread. */
function itemOf(turn: Turn, thread: Thread): JsonObject | undefined {
  if (thread.parent === 0) return undefined;
  const parent = threadOf(turn, thread.parent);
  if (stateOf(turn, parent).type === 'Map') return { Index: thread.index, Value: thread.item };
  return itemOf(turn, parent);
}

/** Variables of the thread and of those around it; inner ones cannot share a name with outer ones. */
function variablesOf(turn: Turn, thread: Thread): JsonObject {
  if (thread.parent === 0) return thread.variables;
  return { ...variablesOf(turn, threadOf(turn, thread.parent)), ...thread.variables };
}

function bindingsOf(turn: Turn, thread: Thread, extras: Extras) {
  let context: JsonObject | undefined;
  const states = {
    input: thread.input,
    ...(extras.result === undefined ? {} : { result: extras.result }),
    ...(extras.errorOutput === undefined ? {} : { errorOutput: extras.errorOutput }),
    get context() {
      context ??= contextOf(turn, thread, extras);
      return context;
    },
  };
  return { ...variablesOf(turn, thread), states };
}

/** A failed evaluation, with AWS's opening sentence. */
export function evaluationFault(thread: Thread, what: string, location?: string): StateFault {
  const where = `An error occurred while executing the state '${thread.state}' (entered at the event id #${thread.enteredId}). `;
  return new StateFault(ErrorName.queryEvaluation, where + what, {
    evaluation: location === undefined ? {} : { location },
  });
}

/** Evaluates a field of the thread's state, at once where it can. Throws or rejects with a `StateFault`. */
export function evaluate(turn: Turn, thread: Thread, template: Template, extras: Extras = {}): Json | Promise<Json> {
  if (template.kind === 'literal') return template.value;
  const named = (fault: unknown): never => {
    throw fault instanceof TemplateFault ? evaluationFault(thread, fault.message, fault.location) : fault;
  };
  try {
    const value = evaluateTemplate(template, bindingsOf(turn, thread, extras));
    return value instanceof Promise ? value.catch(named) : value;
  } catch (fault) {
    return named(fault);
  }
}

/** Says that a field's value is of the wrong type, in AWS's words. */
export function wrongType(thread: Thread, template: Template, expected: string, value: Json): StateFault {
  if (template.kind !== 'expression') {
    return evaluationFault(
      thread,
      `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    );
  }
  const what = `The JSONata expression '${template.expression.text}' specified for the field '${template.location}'`;
  const but = `returned an unexpected result type. Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`;
  return evaluationFault(thread, `${what} ${but}`, template.location);
}

/** Evaluates a field that must give a number; undefined where the field is absent. */
export async function evaluateNumber(
  turn: Turn,
  thread: Thread,
  template: Template | undefined,
): Promise<number | undefined> {
  if (!template) return undefined;
  const value = await evaluate(turn, thread, template);
  if (typeof value !== 'number') throw wrongType(thread, template, 'number', value);
  return value;
}

/** The longest that a definition may wait, in seconds (AWS, "Wait state"); other amounts are held to it as well. */
const AMOUNT_MAX = 99_999_999;

/** Evaluates a field that must give a whole number from `min`; undefined where the field is absent. */
export async function evaluateWhole(turn: Turn, thread: Thread, template: Template | undefined, min: number) {
  const value = await evaluateNumber(turn, thread, template);
  if (value === undefined || template?.kind !== 'expression') return value;
  if (!Number.isInteger(value)) throw wrongType(thread, template, 'integer', value);
  if (value >= min && value <= AMOUNT_MAX) return value;
  const what = `The JSONata expression '${template.expression.text}' specified for the field '${template.location}'`;
  const but = `returned ${value}, which is not from ${min} to ${AMOUNT_MAX}.`;
  throw evaluationFault(thread, `${what} ${but}`, template.location);
}

/** Evaluates a field that must give text; undefined where the field is absent. */
export async function evaluateText(
  turn: Turn,
  thread: Thread,
  template: Template | undefined,
): Promise<string | undefined> {
  if (!template) return undefined;
  const value = await evaluate(turn, thread, template);
  if (typeof value !== 'string') throw wrongType(thread, template, 'string', value);
  return value;
}
