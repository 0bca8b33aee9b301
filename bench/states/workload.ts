import type { JsonObject } from '../../local/states/json.ts';

/** Eight steps that do nothing and one callback: the way of a rental, without its weight. */
export const STEPS = 8;

const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:step';
const CALLBACK = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

export interface Shape {
  language: JsonObject;
  /** How a task is handed what it is to do: `Arguments` in JSONata, `Parameters` in JSONPath. */
  step: JsonObject;
  callback: JsonObject;
  callbackResource: string;
  /** The only state, where there is to be but one. */
  startAt?: 'Callback';
}

export const JSONATA: Shape = {
  language: { QueryLanguage: 'JSONata' },
  step: { Arguments: { rental: '{% $states.input.rental %}' }, Output: '{% $states.input %}' },
  callback: {
    Arguments: {
      FunctionName: 'wait',
      Payload: { token: '{% $states.context.Task.Token %}', rental: '{% $states.input.rental %}' },
    },
  },
  callbackResource: CALLBACK,
};

/** Express executions, which are in memory alone, take no tokens: the callback is a function that answers later. */
export const EXPRESS: Shape = {
  ...JSONATA,
  callback: { Arguments: { rental: '{% $states.input.rental %}', isCallback: true } },
  callbackResource: FUNCTION,
};

/** The same in JSONPath, with Parameters in every state. */
export const JSONPATH: Shape = {
  language: {},
  step: { Parameters: { 'rental.$': '$.rental' }, ResultPath: null },
  callback: { Parameters: { 'rental.$': '$.rental' } },
  callbackResource: FUNCTION,
};

/** A token that nobody ever sends back. */
export const WAITING: Shape = {
  ...JSONATA,
  callback: {
    Arguments: { FunctionName: 'wait', Payload: { token: '{% $states.context.Task.Token %}', never: true } },
  },
  startAt: 'Callback',
};

/** The definition in one language or the other. */
export function definitionOf({ language, step, callback, callbackResource, startAt }: Shape): JsonObject {
  const steps = Array.from({ length: STEPS }, (_, index): [string, JsonObject] => [
    `Step ${index + 1}`,
    { Type: 'Task', Resource: FUNCTION, ...step, Next: index + 1 < STEPS ? `Step ${index + 2}` : 'Callback' },
  ]);
  const last: JsonObject = { Type: 'Task', Resource: callbackResource, ...callback, End: true };
  if (startAt) return { ...language, StartAt: startAt, States: { Callback: last } };
  return { ...language, StartAt: 'Step 1', States: { ...Object.fromEntries(steps), Callback: last } };
}

/** Runs `once` that many times, so many at a time, after a warm-up; gives how many a second. */
export async function perSecond(
  count: number,
  concurrency: number,
  once: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const work = async (end: number): Promise<void> => {
    while (next < end) await once(next++);
  };
  const all = (end: number) => Promise.all(Array.from({ length: concurrency }, () => work(end)));
  const warmUp = Math.ceil(count / 5);
  await all(warmUp);
  const startedAt = performance.now();
  await all(warmUp + count);
  return (1000 * count) / (performance.now() - startedAt);
}
