import type { Compile } from '../expressions/expression.ts';
import { compileTemplate, type Template } from '../expressions/template.ts';
import type { Json, JsonObject } from '../json.ts';
import { assertDefinition, type MachineType } from './check.ts';
import type { Block, Catcher, Machine, Retrier, Route, State } from './model.ts';
import { parseResource, type Resource } from './resource.ts';

/** Reads fields of a definition that the checks have found sound. */
function reader(compile: Compile) {
  const template = (object: JsonObject, field: string, prefix = ''): Template | undefined => {
    const value = object[field];
    return value === undefined ? undefined : compileTemplate(value, `${prefix}${field}`, compile);
  };
  const route = (object: JsonObject, prefix = ''): Route => ({
    next: object['Next'] as string | undefined,
    assign: template(object, 'Assign', prefix),
    output: template(object, 'Output', prefix),
  });
  return { template, route };
}

function retrier(object: JsonObject): Retrier {
  return {
    errorEquals: object['ErrorEquals'] as string[],
    intervalSeconds: Number(object['IntervalSeconds'] ?? 1),
    attemptsMax: Number(object['MaxAttempts'] ?? 3),
    backoffRate: Number(object['BackoffRate'] ?? 2),
    delaySecondsMax: object['MaxDelaySeconds'] as number | undefined,
    hasJitter: object['JitterStrategy'] === 'FULL',
  };
}

const objects = (value: Json | undefined): JsonObject[] => (value ?? []) as JsonObject[];

function loadBlock(block: JsonObject, compile: Compile): Block {
  const states = Object.entries(block['States'] as Record<string, JsonObject>);
  return {
    startAt: String(block['StartAt']),
    states: new Map(states.map(([name, state]) => [name, loadState(name, state, compile)])),
  };
}

function loadState(name: string, state: JsonObject, compile: Compile): State {
  const { template, route } = reader(compile);
  const field = (name: string) => template(state, name);
  const recovery = () => ({
    retry: objects(state['Retry']).map(retrier),
    catch: objects(state['Catch']).map((catcher, index): Catcher => {
      return { ...route(catcher, `Catch[${index}]/`), errorEquals: catcher['ErrorEquals'] as string[] };
    }),
  });
  switch (state['Type'] as State['type']) {
    case 'Pass':
      return { type: 'Pass', name, ...route(state) };
    case 'Succeed':
      return { type: 'Succeed', name, ...route(state) };
    case 'Fail':
      return { type: 'Fail', name, error: field('Error'), cause: field('Cause') };
    case 'Wait':
      return { type: 'Wait', name, ...route(state), seconds: field('Seconds'), timestamp: field('Timestamp') };
    case 'Choice': {
      const rules = objects(state['Choices']).map((rule, index) => {
        const prefix = `Choices[${index}]/`;
        const condition = compileTemplate(rule['Condition'] ?? null, `${prefix}Condition`, compile);
        return { ...route(rule, prefix), condition };
      });
      const next = state['Default'] as string | undefined;
      return { type: 'Choice', name, rules, otherwise: next === undefined ? undefined : { ...route(state), next } };
    }
    case 'Task':
      return {
        ...{ type: 'Task', name, ...route(state), ...recovery() },
        resource: parseResource(String(state['Resource'])) as Resource,
        arguments: field('Arguments'),
        timeoutSeconds: field('TimeoutSeconds'),
        heartbeatSeconds: field('HeartbeatSeconds'),
      };
    case 'Map':
      return {
        ...{ type: 'Map', name, ...route(state), ...recovery() },
        items: field('Items'),
        itemSelector: field('ItemSelector'),
        processor: loadBlock(state['ItemProcessor'] as JsonObject, compile),
        concurrencyMax: field('MaxConcurrency'),
        toleratedCount: field('ToleratedFailureCount'),
        toleratedPercentage: field('ToleratedFailurePercentage'),
      };
    case 'Parallel': {
      const branches = objects(state['Branches']).map((branch) => loadBlock(branch, compile));
      return { type: 'Parallel', name, ...route(state), ...recovery(), arguments: field('Arguments'), branches };
    }
  }
}

/** Checks and compiles a definition. Throws `InvalidDefinition`, which names every fault and its place. */
export function loadMachine(text: string, type: MachineType, compile: Compile): Machine {
  const definition = assertDefinition(text, type, compile);
  return { ...loadBlock(definition, compile), timeoutSeconds: definition['TimeoutSeconds'] as number | undefined };
}
