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

/** What every task is handed: members by name, each a path into the state's input, a literal, or more members. */
export interface Workload {
  title: string;
  members: Members;
  inputOf(count: number): JsonObject;
}

type Members = { [name: string]: { path: string } | { literal: string } | { members: Members } };

/** The members of a task of `statemachines/rental/`, in which a kiosk is sent a command for one bike. */
export const RENTAL: Workload = {
  title: 'arguments as in a rental: six paths, two literals, one nested object',
  members: {
    FunctionName: { literal: 'move-bike' },
    Payload: {
      members: {
        rentalToken: { path: 'rentalToken' },
        bikeToken: { path: 'bikeToken' },
        kioskId: { path: 'kioskId' },
        slot: { path: 'bike.slot' },
        bikeId: { path: 'bike.bikeId' },
        bay: { path: 'bike.bay' },
        kind: { literal: 'unlock' },
      },
    },
  },
  inputOf: (count) => ({
    ...{ rentalToken: `r-${count}`, bikeToken: `b-${count}`, kioskId: 'kiosk-7' },
    bike: { slot: 1, bikeId: 'bike-1042', bay: 'B3' },
  }),
};

export const SMALLEST: Workload = {
  title: 'arguments as small as can be: one path',
  members: { rental: { path: 'rental' } },
  inputOf: (count) => ({ rental: `r-${count}` }),
};

function asJsonata(members: Members): JsonObject {
  const written = Object.entries(members).map(([name, member]) => {
    if ('members' in member) return [name, asJsonata(member.members)];
    return [name, 'path' in member ? `{% $states.input.${member.path} %}` : member.literal];
  });
  return Object.fromEntries(written);
}

function asJsonPath(members: Members): JsonObject {
  const written = Object.entries(members).map(([name, member]) => {
    if ('members' in member) return [name, asJsonPath(member.members)];
    return 'path' in member ? [`${name}.$`, `$.${member.path}`] : [name, member.literal];
  });
  return Object.fromEntries(written);
}

/** For Standard executions: the callback is a token that comes back. */
export function jsonata({ members }: Workload): Shape {
  const Arguments = asJsonata(members);
  const Payload = { ...asJsonata(members), token: '{% $states.context.Task.Token %}' };
  return {
    language: { QueryLanguage: 'JSONata' },
    step: { Arguments, Output: '{% $states.input %}' },
    callback: { Arguments: { FunctionName: 'wait', Payload } },
    callbackResource: CALLBACK,
  };
}

/** Express executions, which are in memory alone, take no tokens: the callback is a function that answers later. */
export function express(workload: Workload): Shape {
  const Arguments = { ...asJsonata(workload.members), isCallback: true };
  return { ...jsonata(workload), callback: { Arguments }, callbackResource: FUNCTION };
}

/** The same in JSONPath, with Parameters in every state. */
export function jsonPath({ members }: Workload): Shape {
  const Parameters = asJsonPath(members);
  return {
    language: {},
    step: { Parameters, ResultPath: null },
    callback: { Parameters: { ...Parameters, isCallback: true } },
    callbackResource: FUNCTION,
  };
}

/** A token that nobody ever sends back. */
export const WAITING: Shape = {
  ...jsonata(SMALLEST),
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

/** How many times as many are run as are measured: the first fifth warms up. */
const WARMED_UP = 1.2;

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
  const warmUp = Math.ceil(count * (WARMED_UP - 1));
  await all(warmUp);
  const startedAt = performance.now();
  await all(warmUp + count);
  return (1000 * count) / (performance.now() - startedAt);
}
