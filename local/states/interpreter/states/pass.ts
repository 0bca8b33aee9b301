import type { PassState, SucceedState } from '../../definition/model.ts';
import type { Soon } from '../../soon.ts';
import { leave } from '../leave.ts';
import { type Turn, threadOf } from '../turn.ts';

/** Pass and Succeed only shape their output. A Succeed has no next state, so leaving it ends its block. */
export function pass(turn: Turn, id: number, state: PassState | SucceedState): Soon<void> {
  return leave(turn, id, state, threadOf(turn, id).input);
}
