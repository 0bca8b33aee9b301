import { authoriseRental } from '../shared/rental-authorisation.ts';
import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { CancelCommands, type CommandsCancelled } from './contract.ts';
import { bookDependencies } from './dependencies.ts';
import { HandoverUnsettled } from './errors.ts';
import type { CommandDependencies } from './give-command.ts';
import { cancel, type Handover, newHandover, takenBack } from './handover.ts';

/**
 * Has a kiosk refuse openings that it has not begun, and say so: those that are in its shadow. One that is not in there
 * never went out, and from here on does not.
 */
function haveRefused({ shadow }: Pick<CommandDependencies, 'shadow'>, kioskId: string, openings: string[]) {
  return untilSaved(async () => {
    const found = await shadow.read(kioskId);
    const isDone = await shadow.takeBack(kioskId, openings, found);
    return isDone ? openings.filter((id) => found.commandIds.has(id)) : undefined;
  });
}

/**
 * Takes back what a kiosk has not begun, and what is still to be given for these slots. A command that has begun is left
 * alone: its end will be told. Whoever gives up what a slot holds asks here first, as often as it takes: until the kiosk
 * has said how an opening ended, the bike may be gone.
 *
 * @throws HandoverUnsettled where a door may have opened, and nobody knows what became of the bike
 * @throws TokenRefused, ItemContended
 */
export function cancelCommands(deps: Omit<CommandDependencies, 'task'>) {
  const { book, shadow, tokens, clock } = deps;
  return async (command: CancelCommands): Promise<CommandsCancelled> => {
    const { kioskId, slots, isGivenUp } = command;
    const { rental } = await authoriseRental(tokens, 'storage', command);
    const handovers: Handover[] = [];
    for (const slot of slots) {
      const cancelled = await untilSaved(async () => {
        const found = (await book.readHandover(rental, slot)) ?? newHandover(rental, slot, kioskId, clock.now());
        const next = cancel(found);
        return (await book.saveHandover(next)) ? next : undefined;
      });
      handovers.push(cancelled);
    }
    const all = handovers.map(takenBack);
    const moves = all.flatMap((one) => one.moves);
    const openings = all.flatMap((one) => one.openings);
    await shadow.clear(kioskId, moves);
    const asked = openings.length > 0 ? await haveRefused(deps, kioskId, openings) : [];
    const unknown = asked.length + all.flatMap((one) => one.begunOpenings).length;
    if (unknown > 0 && !isGivenUp)
      throw new HandoverUnsettled(
        `${kioskId} has not said whether what it was to hand over for rental ${rental} is gone.`,
      );
    return { commands: [...moves, ...openings] };
  };
}

export const handler = workflowHandler({
  command: CancelCommands,
  bind: () => cancelCommands(bookDependencies()),
});
