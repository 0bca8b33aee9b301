import type { MapState, ParallelState } from '../definition/model.ts';
import type { FanActivity, Thread } from '../execution.ts';
import { ErrorName, StateFault } from '../fault.ts';
import type { Json } from '../json.ts';
import { inTurn, onceKnown, type Soon } from '../soon.ts';
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

function inputOf(turn: Turn, state: MapState | ParallelState, child: Thread): Soon<Json> {
  if (state.type === 'Parallel') return child.input;
  if (!state.itemSelector) return child.item;
  const parent = threadOf(turn, child.parent);
  return evaluate(turn, parent, state.itemSelector, { item: { Index: child.index, Value: child.item } });
}

function startChild(turn: Turn, state: MapState | ParallelState, id: number): Soon<void> {
  const child = threadOf(turn, id);
  return onceKnown(inputOf(turn, state, child), (input) => {
    const { lastEventId } = threadOf(turn, child.parent);
    setThread(turn, id, { status: 'running', input, state: startOf(turn, child), lastEventId });
    if (state.type === 'Map') emit(turn, id, 'MapIterationStarted', () => ({ name: state.name, index: child.index }));
    turn.ready.push(id);
  });
}

function startMore(turn: Turn, parent: number, state: MapState | ParallelState, fan: FanActivity): Soon<void> {
  const count = Math.min(fan.length - fan.started, fan.concurrencyMax - fan.running);
  if (count <= 0) return;
  const ids = Array.from({ length: count }, (_, index) => fan.first + fan.started + index);
  const begun = inTurn(ids, (id) => startChild(turn, state, id));
  return onceKnown(begun, () => {
    const activity = { ...fan, started: fan.started + count, running: fan.running + count };
    setThread(turn, parent, { activity });
  });
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

function finish(turn: Turn, parent: number, state: MapState | ParallelState, fan: FanActivity): Soon<void> {
  const children = childrenOf(turn, fan);
  const results = children.map((child) => (child.status === 'failed' ? faultOf(child).output : child.output));
  change(turn, { kind: 'drop', first: fan.first, length: fan.length });
  setThread(turn, parent, { activity: null, lastEventId: turn.execution.lastEventId });
  emit(turn, parent, `${state.type}StateSucceeded`);
  return leave(turn, parent, state, results, { result: results });
}

/** Takes a Map or Parallel on: starts threads where there is room, ends it when all have ended or too many failed. */
export function proceed(turn: Turn, parent: number, fan: FanActivity): Soon<void> {
  const state = stateOf(turn, threadOf(turn, parent));
  if (state.type !== 'Map' && state.type !== 'Parallel')
    throw new Error(`State '${state.name}' has no threads below it.`);
  const fault = faultOfFan(turn, fan);
  if (fault) {
    abortBelow(turn, fan);
    throw fault;
  }
  if (fan.started < fan.length) return startMore(turn, parent, state, fan);
  if (fan.running === 0) return finish(turn, parent, state, fan);
}
