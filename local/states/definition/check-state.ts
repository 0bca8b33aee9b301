import { instantOf } from '../interpreter/timestamp.ts';
import { isObject, type JsonObject } from '../json.ts';
import { sdkOperation } from '../tasks/sdk-services.ts';
import { unknownMembers } from '../tasks/sdk-shapes.ts';
import { checkBlock, type Surroundings } from './check.ts';
import { checkCatchers, checkRetriers } from './check-recovery.ts';
import { objectAt, objectsAt, type Report } from './diagnostic.ts';
import { checkFields, FIELDS } from './fields.ts';
import type { StateType } from './model.ts';
import { parseResource, type Resource, SERVED } from './resource.ts';
import { isExpression, type ValueCheck, valueCheck } from './values.ts';
import { checkVariables } from './variables.ts';

const SECONDS_MAX = 99_999_999;

/** What a check of one state type is given. */
interface Subject {
  state: JsonObject;
  pointer: string;
  around: Surroundings;
  values: ValueCheck;
  report: Report;
}

function checkLanguage({ state, pointer, around, report }: Subject): void {
  const own = state['QueryLanguage'];
  if (own === 'JSONPath' && around.language === 'JSONata') {
    report(`'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine`, pointer);
  } else if (own !== undefined && own !== 'JSONPath' && own !== 'JSONata') {
    report(
      `The field 'QueryLanguage' should have one of these values: [JSONPath, JSONata]`,
      `${pointer}/QueryLanguage`,
    );
  } else if ((own ?? around.language ?? 'JSONPath') !== 'JSONata') {
    report(`QueryLanguage 'JSONPath' is not run by the embedded host; set it to 'JSONata'`, pointer);
  }
}

function checkWay({ state, pointer, report }: Subject): void {
  const hasNext = state['Next'] !== undefined;
  const hasEnd = state['End'] !== undefined;
  if (hasNext === hasEnd) report("Exactly one of the fields 'Next' and 'End' is required", pointer);
  if (hasEnd && state['End'] !== true) report('Value is not valid, it must be true', `${pointer}/End`);
}

function checkTask(subject: Subject): void {
  const { state, pointer, around, values, report } = subject;
  values.amount(state, 'TimeoutSeconds', 1, SECONDS_MAX);
  values.amount(state, 'HeartbeatSeconds', 1, SECONDS_MAX);
  const { Resource: arn, TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    report('HeartbeatSeconds must be smaller than TimeoutSeconds', `${pointer}/HeartbeatSeconds`);
  }
  values.text(state, 'Resource');
  if (typeof arn !== 'string') return;
  const resource = parseResource(arn);
  if (!resource) {
    report(
      `The resource provided ${arn} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. (This region is the embedded host. ${SERVED})`,
      `${pointer}/Resource`,
    );
    return;
  }
  if (resource.kind === 'sdk') checkSdkArguments(subject, resource);
  if (around.type === 'EXPRESS' && resource.pattern !== 'request') {
    report(`Express state machine does not support '.${resource.pattern}' service integration`, `${pointer}/Resource`);
  }
}

/** Reports arguments that an operation of an SDK does not have; keys are never expressions. */
function checkSdkArguments({ state, pointer, report }: Subject, { type, action }: Resource): void {
  const input = state['Arguments'];
  const operation = sdkOperation(type.slice('aws-sdk:'.length), action);
  if (!operation || !isObject(input)) return;
  for (const name of unknownMembers(input, operation.input)) {
    report(`The field '${name}' is not supported by Step Functions`, `${pointer}/Arguments`);
  }
}

/** Reports a list that is there and has nothing in it. */
function checkNotEmpty(field: string, { state, pointer, report }: Subject): void {
  const value = state[field];
  if (Array.isArray(value) && value.length === 0) report('Value cannot be empty', `${pointer}/${field}`);
}

function checkChoice(subject: Subject): void {
  const { state, pointer, around, report } = subject;
  checkNotEmpty('Choices', subject);
  for (const { value: rule, at } of objectsAt(state, 'Choices', pointer, report)) {
    checkFields(rule, { required: ['Condition', 'Next'], optional: ['Assign', 'Output'] }, at, report);
    const values = valueCheck(at, around.compile, report);
    for (const field of ['Condition', 'Assign', 'Output']) values.template(rule, field);
    const condition = rule['Condition'];
    if (typeof condition !== 'boolean' && !isExpression(condition)) {
      report('Expected a JSONata expression or a boolean', `${at}/Condition`);
    }
  }
}

function checkWait({ state, pointer, values, report }: Subject): void {
  values.amount(state, 'Seconds', 0, SECONDS_MAX);
  values.textTemplate(state, 'Timestamp');
  const { Seconds: seconds, Timestamp: timestamp } = state;
  if ((seconds === undefined) === (timestamp === undefined)) {
    report("Exactly one of the fields 'Seconds' and 'Timestamp' is required", pointer);
  }
  const isLiteral = typeof timestamp === 'string' && !timestamp.startsWith('{%');
  if (isLiteral && instantOf(timestamp) === undefined) {
    report('String does not match RFC3339 timestamp', `${pointer}/Timestamp`);
  }
}

function checkMap({ state, pointer, around, values, report }: Subject): void {
  values.amount(state, 'MaxConcurrency', 0, SECONDS_MAX);
  values.amount(state, 'ToleratedFailureCount', 0, SECONDS_MAX);
  values.amount(state, 'ToleratedFailurePercentage', 0, 100);
  values.template(state, 'Items');
  values.template(state, 'ItemSelector');
  const processor = objectAt(state, 'ItemProcessor', pointer, report);
  if (!processor) return;
  const config = processor['ProcessorConfig'];
  if (isObject(config) && config['Mode'] !== undefined && config['Mode'] !== 'INLINE') {
    report("The embedded host runs Map in mode 'INLINE' only", `${pointer}/ItemProcessor/ProcessorConfig/Mode`);
  }
  checkNested(processor, `${pointer}/ItemProcessor`, around, ['ProcessorConfig']);
}

function checkNested(block: JsonObject, pointer: string, around: Surroundings, extra: string[]): void {
  for (const field of Object.keys(block)) {
    const isKnown = ['Comment', 'StartAt', 'States', ...extra].includes(field);
    if (!isKnown) around.report(`Field '${field}' is not supported`, pointer);
  }
  checkBlock(block, pointer, around);
}

function checkParallel(subject: Subject): void {
  const { state, pointer, around, report } = subject;
  checkNotEmpty('Branches', subject);
  for (const { value: branch, at } of objectsAt(state, 'Branches', pointer, report))
    checkNested(branch, at, around, []);
}

const CHECKS: Partial<Record<StateType, (subject: Subject) => void>> = {
  Task: checkTask,
  Choice: checkChoice,
  Wait: checkWait,
  Map: checkMap,
  Parallel: checkParallel,
};

/** The state's type; reports one that is missing or unknown. */
function typeOf(state: JsonObject, pointer: string, report: Report): StateType | undefined {
  const type = state['Type'];
  if (typeof type === 'string' && Object.hasOwn(FIELDS, type)) return type as StateType;
  if (type === undefined) report('These fields are required: [Type]', pointer);
  else
    report(`The field 'Type' should have one of these values: [${Object.keys(FIELDS).join(', ')}]`, `${pointer}/Type`);
  return undefined;
}

/** Checks one state. `taken` are the variables of enclosing blocks; `around.outerNames` adds this block's own. */
export function checkState(state: JsonObject, pointer: string, around: Surroundings, taken: ReadonlySet<string>): void {
  const { report, compile } = around;
  const type = typeOf(state, pointer, report);
  if (!type) return;
  const values = valueCheck(pointer, compile, report);
  const subject: Subject = { state, pointer, around, values, report };
  const fields = FIELDS[type];
  checkLanguage(subject);
  checkFields(state, fields, pointer, report);
  checkVariables(state, pointer, taken, report);
  if (fields.optional.includes('End')) checkWay(subject);
  if (fields.optional.includes('Retry')) checkRetriers(state, pointer, report);
  if (fields.optional.includes('Catch')) checkCatchers(state, pointer, compile, report);
  for (const field of ['Assign', 'Output', 'Arguments']) values.template(state, field);
  values.textTemplate(state, 'Error');
  values.textTemplate(state, 'Cause');
  CHECKS[type]?.(subject);
}
