import { type Clock, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { type Publish, publisher } from '../shared/events.ts';
import { documentClient, untilSaved } from '../shared/table.ts';
import { stepFunctionsTask, type WaitingTask } from '../shared/waiting-task.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type CommandBook, dynamoCommandBook } from './command-book.ts';
import { type CommandShadow, iotCommandShadow } from './command-shadow.ts';
import { completeTask } from './complete-task.ts';
import { type CommandFact, type HardwareResult, RecordFact, STORAGE_EVENTS } from './contract.ts';
import { storageEnv } from './env.ts';
import { FactRefused } from './errors.ts';
import { isCommandOf, newHandover, record } from './handover.ts';
import { isAboutCommand, isOutcome } from './outcome.ts';

interface Dependencies {
  book: CommandBook;
  shadow: CommandShadow;
  task: WaitingTask<HardwareResult>;
  publish: Publish;
  clock: Clock;
}

/** Takes the fact into what is known of its command, and tells the task that waits for it. */
async function followCommand(fact: CommandFact, { book, shadow, task, clock }: Dependencies): Promise<void> {
  const { rentalId, slot, kioskId, commandId } = fact;
  const handover = await untilSaved(async () => {
    const found = (await book.readHandover(rentalId, slot)) ?? newHandover(rentalId, slot, kioskId, clock.now());
    if (found.kioskId !== kioskId)
      throw new FactRefused(`${kioskId} told of a command that was given to ${found.kioskId}.`);
    if (!isCommandOf(found, fact))
      throw new FactRefused(
        `${kioskId} told of command ${commandId}, which is none of rental ${rentalId}, slot ${slot}.`,
      );
    const recorded = record(found, fact);
    return recorded === found || (await book.saveHandover(recorded)) ? recorded : undefined;
  });
  const entry = handover.commands[commandId] ?? {};
  if (!isOutcome(fact)) {
    if (entry.taskToken && !entry.outcome) await task.heartbeat(entry.taskToken);
    return;
  }
  await completeTask(task, commandId, entry);
  await shadow.clear(kioskId, [commandId]);
}

/**
 * Records what a kiosk says has happened: keeps the fact, then tells the waiting task, takes a command that is
 * over out of the shadow, and tells the other services. A repeat does all of it again, harmlessly, so that a crash
 * between any two of these heals when the fact is delivered again. A fact that comes late is told all the same.
 *
 * @throws FactRefused, ItemContended
 */
export function recordFact(deps: Dependencies) {
  return async (told: RecordFact): Promise<void> => {
    if (told.kioskId !== told.thing)
      throw new FactRefused(`${told.thing} told of what happened at ${told.kioskId}. It may speak for itself only.`);
    const fact = await deps.book.keepFact(told, deps.clock.now());
    if (isAboutCommand(fact)) await followCommand(fact, deps);
    await deps.publish([{ type: fact.type, detail: fact }]);
  };
}

export const handler = workflowHandler({
  command: RecordFact,
  bind: () => {
    const { table, bus } = storageEnv;
    const env = readEnv({ table, bus });
    return recordFact({
      book: dynamoCommandBook(documentClient(), env.table),
      shadow: iotCommandShadow(),
      task: stepFunctionsTask(),
      publish: publisher(env.bus, STORAGE_EVENTS),
      clock: systemClock,
    });
  },
});
