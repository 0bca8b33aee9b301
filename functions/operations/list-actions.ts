import * as z from 'zod/mini';
import { type Clock, instant, systemClock } from '../../seams/clock.ts';
import { readCursor, writeCursor } from '../shared/cursor.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { actionOf } from './action.ts';
import { type ActionBook, dynamoActions, PageKey } from './action-book.ts';
import { type ActionsListed, ListActions } from './action-contract.ts';
import { actionsEnv } from './env.ts';

const Place = z.object({ from: PageKey });

/**
 * One page of what operators asked for in a month, the newest first. The cursor knows its month.
 *
 * @throws CommandMalformed where the cursor is none of ours.
 */
export function listActions({ actions, clock }: { actions: ActionBook; clock: Clock }) {
  return async ({ month, cursor }: ListActions): Promise<ActionsListed> => {
    const from = cursor === undefined ? undefined : readCursor(Place, cursor).from;
    const page = await actions.list(from?.month ?? month ?? instant(clock.now()).slice(0, 7), from);
    return {
      actions: page.actions.map(actionOf),
      ...(page.next ? { cursor: writeCursor({ from: page.next }) } : {}),
    };
  };
}

export const handler = workflowHandler({
  command: ListActions,
  bind: () => {
    const { table } = readEnv(actionsEnv);
    return listActions({ actions: dynamoActions(documentClient(), table), clock: systemClock });
  },
});
