import { isObject, type Json, type JsonObject } from '../json.ts';

/** A fault of a definition, as `ValidateStateMachineDefinition` tells it. */
export interface Diagnostic {
  code: string;
  message: string;
  /** JSON pointer into the definition, in AWS's form (`/States/Pay/Retry[0]`); absent for the whole. */
  location?: string;
}

/** Collects the faults of one definition. */
export type Report = (message: string, location?: string, code?: string) => void;

/** A definition that cannot be loaded, with all of its faults. The message is AWS's. */
export class InvalidDefinition extends Error {
  override name = 'InvalidDefinition';
  readonly diagnostics: Diagnostic[];

  constructor(diagnostics: Diagnostic[]) {
    const faults = diagnostics.map(
      ({ code, message, location }) => `${code}: ${message}${location === undefined ? '' : ` at ${location}`}`,
    );
    super(`Invalid State Machine Definition: '${faults.join(', ')}'`);
    this.diagnostics = diagnostics;
  }
}

/** The member as an object; reports and gives undefined where it is something else. */
export function objectAt(parent: JsonObject, field: string, location: string, report: Report): JsonObject | undefined {
  const value = parent[field];
  if (isObject(value)) return value;
  if (value !== undefined) report('Expected value of type Object', `${location}/${field}`);
  return undefined;
}

/** The member as a list; reports and gives nothing where it is something else. */
export function listAt(parent: JsonObject, field: string, location: string, report: Report): Json[] {
  const value = parent[field];
  if (Array.isArray(value)) return value;
  if (value !== undefined) report('Expected value of type Array', `${location}/${field}`);
  return [];
}

/** The members of a list that must be objects, each with its place; reports those that are something else. */
export function objectsAt(parent: JsonObject, field: string, location: string, report: Report) {
  return listAt(parent, field, location, report).flatMap((value, index, list) => {
    const at = `${location}/${field}[${index}]`;
    if (isObject(value)) return [{ value, at, isLast: index === list.length - 1 }];
    report('Expected value of type Object', at);
    return [];
  });
}
