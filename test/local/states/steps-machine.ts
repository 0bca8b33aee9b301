import { task, tokenTask } from './laboratory.ts';

/** The stages of an item, in their order. */
export const STAGES = ['first', 'second', 'third'];

const stage = (stage: string, more: object = {}) =>
  task('step', { Arguments: { key: '{% $states.input %}', stage }, ...more });

/** Each item has a plain task, one that waits for its token, and another plain one. */
const inside = {
  First: task('step', {
    Arguments: { key: '{% $states.context.Execution.Name & "/" & $states.input %}', stage: 'first' },
    Next: 'Second',
  }),
  Second: tokenTask('step', {
    Arguments: {
      FunctionName: 'step',
      Payload: { key: '{% $states.input %}', stage: 'second', token: '{% $states.context.Task.Token %}' },
    },
    Next: 'Third',
  }),
  Third: stage('third'),
};

/** Three items, two at once; then a second's wait, and a last task. */
export const STEPS_MACHINE = JSON.stringify({
  ...{ QueryLanguage: 'JSONata', StartAt: 'Each' },
  States: {
    Each: {
      ...{ Type: 'Map', Items: ['a', 'b', 'c'], MaxConcurrency: 2, Next: 'Rest' },
      ItemProcessor: { StartAt: 'First', States: inside },
      Assign: { keys: '{% $states.result %}' },
    },
    Rest: { Type: 'Wait', Seconds: 1, Next: 'Last' },
    Last: stage('last', {
      Arguments: { key: '{% $states.context.Execution.Name & "/last" %}', stage: 'last' },
      Output: '{% $append($keys, $states.result) %}',
    }),
  },
});

/** What an execution of that name gives. */
export const outputOf = (name: string) => JSON.stringify(['a', 'b', 'c', 'last'].map((item) => `${name}/${item}`));
