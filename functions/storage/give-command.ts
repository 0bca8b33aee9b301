import { type Clock, instant } from '../../seams/clock.ts';
import { authoriseRental } from '../shared/rental-authorisation.ts';
import { untilSaved } from '../shared/table.ts';
import type { TokenVerifier } from '../shared/token-verifier.ts';
import type { WaitingTask } from '../shared/waiting-task.ts';
import type { CommandBook } from './command-book.ts';
import type { CommandShadow } from './command-shadow.ts';
import { completeTask } from './complete-task.ts';
import { type Command, type CommandKind, commandId, type HardwareCommand, type HardwareResult } from './contract.ts';
import { CommandCancelled } from './errors.ts';
import { COMMAND_TTL_MS, mayGoOut, newHandover, register } from './handover.ts';

export interface CommandDependencies {
  book: CommandBook;
  shadow: CommandShadow;
  task: WaitingTask<HardwareResult>;
  tokens: TokenVerifier;
  clock: Clock;
}

function commandOf(kind: CommandKind, rentalId: string, given: HardwareCommand, nowMs: number): Command {
  const { slot, bikeId, bay, bikeToken, attempt } = given;
  return {
    commandId: commandId(rentalId, slot, kind, attempt),
    kind,
    rentalId,
    slot,
    bikeId,
    bay,
    issuedAt: instant(nowMs),
    expiresAt: instant(nowMs + COMMAND_TTL_MS),
    bikeToken,
  };
}

/**
 * Gives a kiosk a command, on which a task waits. The command is registered first, and then put into the shadow,
 * if that is as it was before the registration: whoever takes the command back changes the shadow after the
 * registration, so a command that was taken back cannot go out late. Given again, the newest task waits, and a
 * command that has not begun gets a new expiry. Where the fact is there already, the task is told at once.
 *
 * @throws TokenRefused, CommandCancelled, ItemContended
 */
export function giveCommand(kind: CommandKind, { book, shadow, task, tokens, clock }: CommandDependencies) {
  return async (given: HardwareCommand): Promise<{ commandId: string }> => {
    const { kioskId, slot, taskToken } = given;
    const { rental: rentalId } = await authoriseRental(tokens, 'storage', given);
    const entry = await untilSaved(async () => {
      const command = commandOf(kind, rentalId, given, clock.now());
      const { version } = await shadow.read(kioskId);
      const found = (await book.readHandover(rentalId, slot)) ?? newHandover(rentalId, slot, kioskId, clock.now());
      const registered = register(found, command.commandId, { kind, taskToken, expiresAt: command.expiresAt });
      if (!registered) throw new CommandCancelled(`The command for bike ${given.bikeId} at ${kioskId} was taken back.`);
      if (!(await book.saveHandover(registered))) return undefined;
      const goesOut = mayGoOut(registered, command.commandId);
      if (goesOut && !(await shadow.put(kioskId, command, version))) return undefined;
      return { commandId: command.commandId, ...registered.commands[command.commandId] };
    });
    await completeTask(task, entry.commandId, entry);
    return { commandId: entry.commandId };
  };
}
