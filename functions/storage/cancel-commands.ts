import { authoriseRental } from '../shared/rental-authorisation.ts';
import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { CancelCommands, type CommandsCancelled } from './contract.ts';
import { bookDependencies } from './dependencies.ts';
import type { CommandDependencies } from './give-command.ts';
import { cancel, cancelledCommands, newHandover } from './handover.ts';

/**
 * Takes back what a kiosk has not begun, and what is still to be given for these slots. A command that has begun
 * is left alone: its end will be told. May be repeated.
 *
 * @throws TokenRefused, ItemContended
 */
export function cancelCommands(deps: Omit<CommandDependencies, 'task'>) {
  const { book, shadow, tokens, clock } = deps;
  return async (command: CancelCommands): Promise<CommandsCancelled> => {
    const { kioskId, slots } = command;
    const { rental } = await authoriseRental(tokens, 'storage', command);
    const commands: string[] = [];
    for (const slot of slots) {
      const cancelled = await untilSaved(async () => {
        const found = (await book.readHandover(rental, slot)) ?? newHandover(rental, slot, kioskId, clock.now());
        const next = cancel(found);
        return (await book.saveHandover(next)) ? next : undefined;
      });
      commands.push(...cancelledCommands(cancelled));
    }
    await shadow.clear(kioskId, commands);
    return { commands };
  };
}

export const handler = workflowHandler({
  command: CancelCommands,
  bind: () => cancelCommands(bookDependencies()),
});
