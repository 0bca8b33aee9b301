import type { WaitingTask } from '../shared/waiting-task.ts';
import type { BikeCard } from './bike-card.ts';
import { roundOf } from './open-order.ts';
import type { AwaitStep, StepResult } from './repair-contract.ts';

/**
 * What a task that waits for a step gets; undefined while there is nothing to tell. What has happened once stays so:
 * asked again for the same step, this gives the same.
 */
function resultOf(card: BikeCard, wait: AwaitStep): StepResult | undefined {
  const { order, seen, turn } = card;
  if (order?.repairId !== wait.repairId) return undefined;
  switch (wait.step) {
    case 'start': {
      const isBegun = order.priority === 'urgent' || order.status !== 'open';
      return isBegun ? { priority: order.priority } : undefined;
    }
    case 'bike': {
      // A bike that was collected stands in the workshop: it is as much out of service as one that is locked away,
      // and so is one on which a mechanic has finished.
      const isInHands = order.status === 'finished' || order.status === 'passed';
      const isWithdrawn = turn > wait.turn && seen.state === 'non_operational';
      const isOutOfService = seen.state === 'removed' || isInHands || isWithdrawn;
      return isOutOfService || turn > wait.turn ? { turn, isOutOfService } : undefined;
    }
    case 'finish':
      return order.rounds[wait.round - 1] && { round: wait.round, dueAt: order.dueAt };
    case 'inspection': {
      const inspection = order.rounds[wait.round - 1]?.inspection;
      if (!inspection) return undefined;
      return { verdict: inspection.verdict, round: roundOf(order), dueAt: order.dueAt, isHeld: card.isHeld };
    }
  }
}

/**
 * Tells the task that waits on a bike's order what it waits for, if that is there. The wait's registration, and all
 * that may fulfil it, come here once they are written: whoever comes second finds both, and completes. Both may find
 * both; a task completes once.
 */
export async function completeStep(task: WaitingTask<StepResult>, card: BikeCard): Promise<void> {
  const wait = card.order?.wait;
  const result = wait && resultOf(card, wait);
  if (wait && result) await task.succeed(wait.taskToken, result);
}
