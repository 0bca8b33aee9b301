import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Report } from './diagnostic.ts';

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]{0,79}$/u;

/** The objects of a state that may carry `Assign`: itself, its catchers, its rules. */
function assigners(state: JsonObject): Array<{ assign: Json | undefined; at: string }> {
  const parts = ['Catch', 'Choices'].flatMap((field) => {
    const list = state[field];
    return Array.isArray(list) ? list.map((part, index) => ({ part, at: `/${field}[${index}]` })) : [];
  });
  return [{ part: state, at: '' }, ...parts].map(({ part, at }) => ({
    assign: isObject(part) ? part['Assign'] : undefined,
    at: `${at}/Assign`,
  }));
}

/** Every variable that one of these states assigns. */
export function assignedNames(states: JsonObject): string[] {
  return Object.values(states).flatMap((state) =>
    isObject(state) ? assigners(state).flatMap(({ assign }) => (isObject(assign) ? Object.keys(assign) : [])) : [],
  );
}

/**
 * Reports variables whose names are no identifiers or are taken: `states` is the language's own, and an inner state
 * may not assign what an enclosing block assigns, for the outer value would then be hidden.
 */
export function checkVariables(state: JsonObject, pointer: string, taken: ReadonlySet<string>, report: Report): void {
  for (const { assign, at } of assigners(state)) {
    if (assign === undefined) continue;
    if (!isObject(assign)) {
      report('Expected value of type Object', `${pointer}${at}`);
      continue;
    }
    for (const name of Object.keys(assign)) {
      if (name === 'states' || !IDENTIFIER.test(name)) {
        report(`'${name}' is not a valid variable name`, `${pointer}${at}/${name}`);
      } else if (taken.has(name)) {
        report(
          `The variable '${name}' is assigned in an outer scope and cannot be assigned here`,
          `${pointer}${at}/${name}`,
        );
      }
    }
  }
}
