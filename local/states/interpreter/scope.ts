import type { Thread } from '../execution.ts';
import type { Bindings } from '../expressions/bindings.ts';
import { evaluateTemplate, type Template, TemplateFault } from '../expressions/template.ts';
import { ErrorName, StateFault } from '../fault.ts';
import { type Json, type JsonObject, typeName } from '../json.ts';
import { onceKnown, rescued, type Soon } from '../soon.ts';
import { contextOf, contextPart, type Extras } from './context.ts';
import { type Turn, threadOf } from './turn.ts';

/** Variables of the thread and of those around it; inner ones cannot share a name with outer ones. */
function variablesOf(turn: Turn, thread: Thread): JsonObject {
  if (thread.parent === 0) return thread.variables;
  return { ...variablesOf(turn, threadOf(turn, thread.parent)), ...thread.variables };
}

/** What one evaluation sees. Only what an expression asks for is put together. */
class Scope implements Bindings {
  readonly #turn: Turn;
  readonly #thread: Thread;
  readonly #extras: Extras;
  #variables: JsonObject | undefined;

  constructor(turn: Turn, thread: Thread, extras: Extras) {
    this.#turn = turn;
    this.#thread = thread;
    this.#extras = extras;
  }

  get variables(): JsonObject {
    this.#variables ??= variablesOf(this.#turn, this.#thread);
    return this.#variables;
  }

  state(name: string): Json | undefined {
    if (name === 'input') return this.#thread.input;
    return name === 'result' || name === 'errorOutput' ? this.#extras[name] : undefined;
  }

  context(name: string): Json | undefined {
    return contextPart(this.#turn, this.#thread, this.#extras, name);
  }

  all(): Record<string, unknown> {
    const { result, errorOutput } = this.#extras;
    const states = {
      input: this.#thread.input,
      ...(result === undefined ? {} : { result }),
      ...(errorOutput === undefined ? {} : { errorOutput }),
      context: contextOf(this.#turn, this.#thread, this.#extras),
    };
    return { ...this.variables, states };
  }
}

/** A failed evaluation, with AWS's opening sentence. */
export function evaluationFault(thread: Thread, what: string, location?: string): StateFault {
  const where = `An error occurred while executing the state '${thread.state}' (entered at the event id #${thread.enteredId}). `;
  return new StateFault(ErrorName.queryEvaluation, where + what, {
    evaluation: location === undefined ? {} : { location },
  });
}

const NO_EXTRAS: Extras = {};

/** Evaluates a field of the thread's state, at once where it can. Throws or rejects with a `StateFault`. */
export function evaluate(turn: Turn, thread: Thread, template: Template, extras: Extras = NO_EXTRAS): Soon<Json> {
  if (template.kind === 'literal') return template.value;
  return rescued(
    () => evaluateTemplate(template, new Scope(turn, thread, extras)),
    (fault) => {
      throw fault instanceof TemplateFault ? evaluationFault(thread, fault.message, fault.location) : fault;
    },
  );
}

/** Evaluates a field that may be absent; `otherwise` is its value then. */
export function evaluateOr<Absent>(
  turn: Turn,
  thread: Thread,
  template: Template | undefined,
  otherwise: Absent,
  extras?: Extras,
): Soon<Json | Absent> {
  return template ? evaluate(turn, thread, template, extras) : otherwise;
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
export function evaluateNumber(turn: Turn, thread: Thread, template: Template | undefined): Soon<number | undefined> {
  if (!template) return undefined;
  return onceKnown(evaluate(turn, thread, template), (value) => {
    if (typeof value !== 'number') throw wrongType(thread, template, 'number', value);
    return value;
  });
}

/** The longest that a definition may wait, in seconds (AWS, "Wait state"); other amounts are held to it as well. */
const AMOUNT_MAX = 99_999_999;

/** Evaluates a field that must give a whole number from `min`; undefined where the field is absent. */
export function evaluateWhole(
  turn: Turn,
  thread: Thread,
  template: Template | undefined,
  min: number,
): Soon<number | undefined> {
  if (!template) return undefined;
  return onceKnown(evaluateNumber(turn, thread, template), (value) => {
    if (value === undefined || template.kind !== 'expression') return value;
    if (!Number.isInteger(value)) throw wrongType(thread, template, 'integer', value);
    if (value >= min && value <= AMOUNT_MAX) return value;
    const what = `The JSONata expression '${template.expression.text}' specified for the field '${template.location}'`;
    const but = `returned ${value}, which is not from ${min} to ${AMOUNT_MAX}.`;
    throw evaluationFault(thread, `${what} ${but}`, template.location);
  });
}

/** Evaluates a field that must give text; undefined where the field is absent. */
export function evaluateText(turn: Turn, thread: Thread, template: Template | undefined): Soon<string | undefined> {
  if (!template) return undefined;
  return onceKnown(evaluate(turn, thread, template), (value) => {
    if (typeof value !== 'string') throw wrongType(thread, template, 'string', value);
    return value;
  });
}
