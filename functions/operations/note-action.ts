import { type Clock, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient, untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { actionOf, noted } from './action.ts';
import { type ActionBook, dynamoActions } from './action-book.ts';
import { type Action, NoteAction } from './action-contract.ts';
import { actionsEnv } from './env.ts';

/**
 * Writes down what an operator is about to do, or what came of it, by one conditional write. A repeat changes nothing.
 *
 * @throws ActionConflict, ItemContended
 */
export function noteAction({ actions, clock }: { actions: ActionBook; clock: Clock }) {
  return (note: NoteAction): Promise<Action> =>
    untilSaved(async () => {
      const found = await actions.read(note.requestId);
      const next = noted(found, note, clock.now());
      if (!next) return found && actionOf(found);
      return (await actions.save(next)) ? actionOf(next) : undefined;
    });
}

export const handler = workflowHandler({
  command: NoteAction,
  bind: () => {
    const { table } = readEnv(actionsEnv);
    return noteAction({ actions: dynamoActions(documentClient(), table), clock: systemClock });
  },
});
