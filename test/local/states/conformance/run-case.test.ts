import { describe, expect, it } from '@jest/globals';
import type { RecordedCase } from '../../../../local/states/conformance/recorded-case.ts';
import { runCase } from '../../../../local/states/conformance/run-case.ts';
import { arnOfFunction, task } from '../laboratory.ts';

const RECORDED: RecordedCase = {
  id: 'reserve, with one retry',
  definition: {
    ...{ QueryLanguage: 'JSONata', StartAt: 'Reserve' },
    States: {
      Reserve: task('reserve', { Arguments: { bikes: 1 }, Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 3600 }] }),
    },
  },
  tasks: [
    { state: 'Reserve', asked: { bikes: 1 }, answer: { error: 'Busy', causeJson: { errorType: 'Busy' } } },
    { state: 'Reserve', asked: { bikes: 1 }, answer: { output: ['b-1'] } },
  ],
  expected: {
    ...{ status: 'SUCCEEDED', output: ['b-__ANY__'] },
    eventTypes: [
      ...[
        'ExecutionStarted',
        'TaskStateEntered',
        'LambdaFunctionScheduled',
        'LambdaFunctionStarted',
        'LambdaFunctionFailed',
      ],
      ...[
        'LambdaFunctionScheduled',
        'LambdaFunctionStarted',
        'LambdaFunctionSucceeded',
        'TaskStateExited',
        'ExecutionSucceeded',
      ],
    ],
    events: [
      { type: 'TaskStateEntered', state: 'Reserve', input: {} },
      { type: 'LambdaFunctionScheduled', resource: arnOfFunction('reserve'), input: { bikes: 1 } },
      { type: 'LambdaFunctionStarted' },
      { type: 'LambdaFunctionFailed', error: 'Busy', cause: { errorType: 'Busy' } as never },
    ],
  },
};

describe('a recorded case', () => {
  it('conforms when the engine does what was recorded', async () => {
    expect(await runCase(RECORDED)).toEqual([]);
  });

  it.each([
    ['the output', { output: ['x'] }, 'execution.output[0]: expected "x", got "b-1"'],
    ['the status', { status: 'FAILED' }, 'execution.status: expected "FAILED", got "SUCCEEDED"'],
    ['the events', { eventTypes: ['ExecutionStarted'] }, 'event types:'],
    [
      'the details of an event',
      { events: [{ type: 'TaskStateEntered', state: 'Pay', input: {} }] },
      'event 1 (TaskStateEntered).state: expected "Pay", got "Reserve"',
    ],
  ])('tells of a difference in %s', async (_, expected, difference) => {
    const differences = await runCase({ ...RECORDED, expected: { ...RECORDED.expected, ...expected } });

    expect(differences.join()).toContain(difference);
  });

  it('tells of a task that was asked something else, or was not recorded', async () => {
    const [task] = RECORDED.tasks ?? [];
    const differences = await runCase({ ...RECORDED, tasks: task ? [{ ...task, asked: { bikes: 2 } }] : [] });

    expect(differences).toContain('task 1.bikes: expected 2, got 1');
    expect(differences.join()).toContain('attempt 2 of a task was not recorded');
  });
});
