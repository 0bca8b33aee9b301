import { describe, expect, it } from '@jest/globals';
import { checkDefinition, type MachineType } from '../../../../local/states/definition/check.ts';
import { InvalidDefinition } from '../../../../local/states/definition/diagnostic.ts';
import { compiler } from '../../../../local/states/expressions/expression.ts';
import { systemClock } from '../../../../seams/clock.ts';
import { systemRandom } from '../../../../seams/random.ts';

const compile = compiler(systemClock, systemRandom);
const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
const DONE = { Type: 'Succeed' };

function faults(states: object, more = {}, type: MachineType = 'STANDARD'): string {
  const definition = { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };
  const diagnostics = checkDefinition(JSON.stringify(definition), type, compile);
  return diagnostics.length === 0 ? 'none' : new InvalidDefinition(diagnostics).message;
}

const invalid = (message: string) => `Invalid State Machine Definition: '${message}'`;
const schema = (message: string) => invalid(`SCHEMA_VALIDATION_FAILED: ${message}`);

describe('the check of a definition', () => {
  it('takes one that is sound', () => {
    const retry = { ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' };
    const branch = { StartAt: 'In', States: { In: { ...TASK, Assign: { inner: 1 } } } };

    expect(
      faults({
        A: { ...TASK, Retry: [retry], Catch: [{ ErrorEquals: ['X'], Next: 'D' }], TimeoutSeconds: '{% $t %}' },
        D: DONE,
      }),
    ).toBe('none');
    expect(faults({ P: { Type: 'Parallel', Branches: [branch], Assign: { outer: 1 }, End: true } })).toBe('none');
  });

  it.each([
    ['a missing start', { A: DONE }, { StartAt: undefined }, schema('These fields are required: [StartAt] at /')],
    [
      'an unknown type',
      { A: { Type: 'Go' } },
      {},
      'should have one of these values: [Pass, Task, Choice, Wait, Succeed, Fail, Map, Parallel] at /States/A/Type',
    ],
    [
      'a field of another type',
      { A: { ...DONE, Catch: [] } },
      {},
      schema("Field 'Catch' is not supported at /States/A"),
    ],
    [
      'a field of JSONPath',
      { A: { Type: 'Pass', ResultPath: '$', End: true } },
      {},
      "field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage at /States/A",
    ],
    [
      'a target that is missing',
      { A: { Type: 'Pass', Next: 'B' }, C: DONE },
      {},
      invalid(
        `MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next, MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C`,
      ),
    ],
    [
      'a loop without end',
      { A: { Type: 'Pass', Next: 'A' } },
      {},
      invalid('MISSING_END_STATE: Workflow has no terminal state'),
    ],
    [
      'neither Next nor End',
      { A: { Type: 'Pass' }, B: DONE },
      {},
      "Exactly one of the fields 'Next' and 'End' is required at /States/A",
    ],
    [
      'an expression that does not parse',
      { A: { ...TASK, Arguments: { x: ['{% 1 + %}'] } } },
      {},
      'at /States/A/Arguments/x[0]',
    ],
    [
      'a retrier out of bounds',
      { A: { ...TASK, Retry: [{ ErrorEquals: ['X'], BackoffRate: 0.5 }] } },
      {},
      schema('Value is out of range at /States/A/Retry[0]/BackoffRate'),
    ],
    [
      'States.ALL before others',
      { A: { ...TASK, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] } },
      {},
      'at /States/A/Retry[0]/ErrorEquals',
    ],
    [
      'a resource that nobody knows',
      { A: { ...TASK, Resource: 'arn:aws:states:::pigeon:send' } },
      {},
      'The resource provided arn:aws:states:::pigeon:send is not recognized.',
    ],
    [
      'a heartbeat longer than the time-out',
      { A: { ...TASK, TimeoutSeconds: 5, HeartbeatSeconds: 5 } },
      {},
      'at /States/A/HeartbeatSeconds',
    ],
    [
      'a timestamp that is none',
      { A: { Type: 'Wait', Timestamp: '2026-13-01T00:00:00Z', End: true } },
      {},
      schema('String does not match RFC3339 timestamp at /States/A/Timestamp'),
    ],
    ['an empty resource', { A: { ...TASK, Resource: '' } }, {}, 'Value cannot be empty at /States/A/Resource'],
    [
      'a variable called states',
      { A: { ...TASK, Assign: { states: 1 } } },
      {},
      "'states' is not a valid variable name at /States/A/Assign/states",
    ],
  ])('reports %s, and where', (_, states, more, message) => {
    expect(faults(states, more)).toContain(message);
  });

  it('refuses an inner state that assigns what an outer one does', () => {
    const inner = { StartAt: 'In', States: { In: { Type: 'Pass', Assign: { x: 1 }, End: true } } };
    const map = { Type: 'Map', ItemProcessor: inner, End: true };

    expect(faults({ M: { ...map, Assign: { x: 2 } } })).toContain('at /States/M/ItemProcessor/States/In/Assign/x');
    expect(faults({ M: map })).toBe('none');
  });

  it('names JSONPath as what it does not run', () => {
    const mixed = faults({ A: { ...DONE, QueryLanguage: 'JSONPath' } });
    const whole = faults({ A: DONE }, { QueryLanguage: undefined });

    expect(mixed).toBe(
      schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/A"),
    );
    expect(whole).toBe(
      schema("QueryLanguage 'JSONPath' is not run by the embedded host; set it to 'JSONata' at /States/A"),
    );
  });

  it.each(['states:startExecution.sync:2', 'lambda:invoke.waitForTaskToken'])('refuses %s in Express', (resource) => {
    const states = { A: { ...TASK, Resource: `arn:aws:states:::${resource}` } };

    expect(faults(states, {}, 'EXPRESS')).toContain('Express state machine does not support');
    expect(faults(states)).toBe('none');
  });
});
