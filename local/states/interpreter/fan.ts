import type { MapState, ParallelState } from '../definition/model.ts';
import type { FanActivity, Thread } from '../execution.ts';
import { ErrorName, StateFault } from '../fault.ts';
import type { Json } from '../json.ts';
import { abortBelow, faultOf } from './endings.ts';
import { leave } from './leave.ts';
import { evaluate } from './scope.ts';
import { change, emit, setThread, startOf, stateOf, type Turn, threadOf } from './turn.ts';

/** What Map and Parallel share: threads below a thread, their start, their ends, and the state's own end. */

interface FanPlan {
  /** One thread each: a Map's items, or the input of each branch. */
  inputs: Json[];
  areItems: boolean;
  concurrencyMax: number;
  failuresMax: number | null;
}

/** Makes the threads and lets the state go on, which starts as many as may run. */
export function fanOut(turn: Turn, parent: number, plan: FanPlan): void {
  const { inputs, areItems, concurrencyMax, failuresMax } = plan;
  const first = Math.max(...turn.execution.threads.keys()) + 1;
  change(turn, { kind: 'fanOut', parent, first, items: inputs, areItems });
  const counts = { started: 0, running: 0, failed: 0 };
  setThread(turn, parent, {
    activity: { kind: 'fan', first, length: inputs.length, ...counts, concurrencyMax, failuresMax },
  });
  turn.ready.unshift(parent);
}

async function inputOf(turn: Turn, state: MapState | ParallelState, child: Thread): Promise<Json> {
  if (state.type === 'Parallel') return child.input;
  if (!state.itemSelector) return child.item;
  const parent = threadOf(turn, child.parent);
  return evaluate(turn, parent, state.itemSelector, { item: { Index: child.index, Value: child.item } });
}

async function startChild(turn: Turn, state: MapState | ParallelState, id: number): Promise<void> {
  const child = threadOf(turn, id);
  const input = await inputOf(turn, state, child);
  const { lastEventId } = threadOf(turn, child.parent);
  setThread(turn, id, { status: 'running', input, state: startOf(turn, child), lastEventId });
  if (state.type === 'Map') emit(turn, id, 'MapIterationStarted', { name: state.name, index: child.index });
  turn.ready.push(id);
}

async function startMore(turn: Turn, parent: number, state: MapState | ParallelState, fan: FanActivity): Promise<void> {
  let { started, running } = fan;
  while (started < fan.length && running < fan.concurrencyMax) {
    await startChild(turn, state, fan.first + started);
    started += 1;
    running += 1;
  }
  if (started > fan.started) setThread(turn, parent, { activity: { ...fan, started, running } });
}

function childrenOf(turn: Turn, fan: FanActivity): Thread[] {
  return Array.from({ length: fan.length }, (_, index) => threadOf(turn, fan.first + index));
}

/** What the failures amount to: nothing yet, or the state's own fault. */
function faultOfFan(turn: Turn, fan: FanActivity): StateFault | undefined {
  if (fan.failed === 0) return undefined;
  if (fan.failuresMax === null) {
    const failed = childrenOf(turn, fan).find(({ status }) => status === 'failed');
    return failed && faultOf(failed);
  }
  if (fan.failed <= fan.failuresMax) return undefined;
  return new StateFault(
    ErrorName.exceedToleratedFailureThreshold,
    'The specified tolerated failure threshold was exceeded',
  );
}

async function finish(turn: Turn, parent: number, state: MapState | ParallelState, fan: FanActivity): Promise<void> {
  const children = childrenOf(turn, fan);
  const results = children.map((child) => (child.status === 'failed' ? faultOf(child).output : child.output));
  change(turn, { kind: 'drop', first: fan.first, length: fan.length });
  setThread(turn, parent, { activity: null, lastEventId: turn.execution.lastEventId });
  emit(turn, parent, `${state.type}StateSucceeded`);
  await leave(turn, parent, state, results, { result: results });
}

/** Takes a Map or Parallel on: starts threads where there is room, ends it when all have ended or too many failed. */
export async function proceed(turn: Turn, parent: number, fan: FanActivity): Promise<void> {
  const state = stateOf(turn, threadOf(turn, parent));
  if (state.type !== 'Map' && state.type !== 'Parallel')
    throw new Error(`State '${state.name}' has no threads below it.`);
  const fault = faultOfFan(turn, fan);
  if (fault) {
    abortBelow(turn, fan);
    throw fault;
  }
  if (fan.started < fan.length) await startMore(turn, parent, state, fan);
  else if (fan.running === 0) await finish(turn, parent, state, fan);
}
