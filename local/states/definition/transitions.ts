import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Report } from './diagnostic.ts';

interface Transition {
  target: Json;
  location: string;
}

/** Every `Next` and `Default` of a state, with its place. */
function transitionsOf(state: JsonObject, pointer: string): Transition[] {
  const own = ['Next', 'Default'].map((field) => ({ target: state[field], location: `${pointer}/${field}` }));
  const nested = ['Choices', 'Catch'].flatMap((field) => {
    const list = state[field];
    if (!Array.isArray(list)) return [];
    return list.map((part, index) => ({
      target: isObject(part) ? part['Next'] : undefined,
      location: `${pointer}/${field}[${index}]/Next`,
    }));
  });
  return [...own, ...nested].filter((transition): transition is Transition => transition.target !== undefined);
}

/** Reports targets that do not exist, states that nothing leads to, and blocks that never end; in AWS's words. */
export function checkTransitions(block: JsonObject, states: JsonObject, location: string, report: Report): void {
  const missing = (target: Json, at: string) =>
    report(`Missing 'Next' target: ${target}`, at, 'MISSING_TRANSITION_TARGET');
  const start = block['StartAt'];
  if (start === undefined) return;
  const reached = new Set<Json | undefined>([start]);
  let hasEnd = false;
  if (!Object.hasOwn(states, String(start))) missing(start, `${location}/StartAt`);
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    hasEnd ||= state['End'] === true || state['Type'] === 'Succeed' || state['Type'] === 'Fail';
    for (const { target, location: at } of transitionsOf(state, `${location}/States/${name}`)) {
      reached.add(target);
      if (!Object.hasOwn(states, String(target))) missing(target, at);
    }
  }
  if (!hasEnd) {
    report('Workflow has no terminal state', undefined, 'MISSING_END_STATE');
    return;
  }
  for (const name of Object.keys(states)) {
    if (!reached.has(name)) {
      report(`State "${name}" is not reachable.`, `${location}/States/${name}`, 'MISSING_TRANSITION_TARGET');
    }
  }
}
