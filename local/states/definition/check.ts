import type { Compile } from '../expressions/expression.ts';
import { isObject, isTooDeepText, type Json, type JsonObject, parseJson } from '../json.ts';
import { checkState } from './check-state.ts';
import { type Diagnostic, InvalidDefinition, objectAt, type Report } from './diagnostic.ts';
import { checkTransitions } from './transitions.ts';
import { valueCheck } from './values.ts';
import { assignedNames } from './variables.ts';

export type MachineType = 'STANDARD' | 'EXPRESS';

/** What the checks of nested blocks need to know of what lies around them. */
export interface Surroundings {
  type: MachineType;
  compile: Compile;
  report: Report;
  /** The query language of the whole machine, which nested states inherit. */
  language: Json | undefined;
  /** The names of all states so far. */
  names: Set<string>;
  /** Variables that enclosing blocks assign, and that inner states may therefore not. */
  outerNames: ReadonlySet<string>;
}

const LANGUAGES = ['JSONPath', 'JSONata'];

function checkLanguage(value: Json | undefined, location: string, report: Report): void {
  if (value !== undefined && !LANGUAGES.includes(String(value))) {
    report(`The field 'QueryLanguage' should have one of these values: [${LANGUAGES.join(', ')}]`, location);
  }
}

/** Names are of 1 to 80 characters, and unique in the whole machine (Amazon States Language, "States"). */
function checkStateName(name: string, pointer: string, { names, report }: Surroundings): void {
  if (name.length < 1 || name.length > 80) report('A state name has 1 to 80 characters', pointer, 'INVALID_STATE_NAME');
  if (names.has(name)) report(`Duplicate state name: ${name}`, pointer, 'DUPLICATE_STATE_NAME');
  names.add(name);
}

/** Checks a group of states: `States` and `StartAt`, each state, and the ways between them. */
export function checkBlock(block: JsonObject, location: string, around: Surroundings): void {
  const missing = ['StartAt', 'States'].filter((field) => block[field] === undefined);
  if (missing.length > 0) around.report(`These fields are required: [${missing.join(', ')}]`, location || '/');
  const states = objectAt(block, 'States', location, around.report);
  if (!states) return;
  const outerNames = new Set([...around.outerNames, ...assignedNames(states)]);
  for (const [name, state] of Object.entries(states)) {
    const pointer = `${location}/States/${name}`;
    checkStateName(name, pointer, around);
    if (isObject(state)) checkState(state, pointer, { ...around, outerNames }, around.outerNames);
    else around.report('Expected value of type Object', pointer);
  }
  checkTransitions(block, states, location, around.report);
}

/** All faults of a definition; none for one that AWS would take and the embedded host can run. */
export function checkDefinition(text: string, type: MachineType, compile: Compile): Diagnostic[] {
  if (isTooDeepText(text)) {
    return [{ code: 'TOO_DEEPLY_NESTED', message: 'The definition nests more than 1000 levels deep' }];
  }
  const definition = parseJson(text);
  if (!isObject(definition))
    return [{ code: 'INVALID_JSON_DESCRIPTION', message: 'The definition is not a JSON object' }];
  const diagnostics: Diagnostic[] = [];
  const report: Report = (message, location, code = 'SCHEMA_VALIDATION_FAILED') => {
    diagnostics.push(location === undefined ? { code, message } : { code, message, location });
  };
  const language = definition['QueryLanguage'];
  checkLanguage(language, '/QueryLanguage', report);
  valueCheck('', compile, report).amount(definition, 'TimeoutSeconds', 1, 99_999_999);
  for (const field of Object.keys(definition)) {
    if (!['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'].includes(field)) {
      report(`Field '${field}' is not supported`, '/');
    }
  }
  checkBlock(definition, '', { type, compile, report, language, names: new Set(), outerNames: new Set() });
  return diagnostics;
}

/** The parsed text of a definition without faults. Throws `InvalidDefinition` for any other. */
export function assertDefinition(text: string, type: MachineType, compile: Compile): JsonObject {
  const diagnostics = checkDefinition(text, type, compile);
  if (diagnostics.length > 0) throw new InvalidDefinition(diagnostics);
  return JSON.parse(text);
}
