import type { Clock } from '../../seams/clock.ts';
import { type Random, uuid } from '../../seams/random.ts';
import { ServiceError } from '../wire/contract.ts';
import type { FunctionDefinition, Outcome, Runner } from './contract.ts';

export interface Invoked {
  requestId: string;
  outcome: Outcome;
}

/** Runs a function to its end or its time-out. Rejects with a ServiceError where it could not run. */
export type Invoker = (definition: FunctionDefinition, event: string, requestId?: string) => Promise<Invoked>;

function timedOut(requestId: string, timeoutMs: number): Outcome {
  const seconds = (timeoutMs / 1000).toFixed(2);
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
  return { fault: { errorType: 'Sandbox.Timedout', errorMessage } };
}

export function createInvoker({ runner, clock, random }: { runner: Runner; clock: Clock; random: Random }): Invoker {
  const running = new Map<string, number>();

  const enter = ({ name, concurrencyMax = Number.POSITIVE_INFINITY }: FunctionDefinition) => {
    const count = running.get(name) ?? 0;
    if (count >= concurrencyMax) throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429);
    running.set(name, count + 1);
    return () => running.set(name, (running.get(name) ?? 1) - 1);
  };

  const runInTime = (definition: FunctionDefinition, event: string, requestId: string): Promise<Outcome> => {
    const { timeoutMs } = definition;
    return new Promise((resolve, reject) => {
      const timer = clock.after(timeoutMs, () => {
        runner.abandon(requestId);
        resolve(timedOut(requestId, timeoutMs));
      });
      runner
        .run(definition, { requestId, event, deadlineMs: clock.now() + timeoutMs })
        .then(resolve, reject)
        .finally(() => timer.cancel());
    });
  };

  return async (definition, event, requestId = uuid(random)) => {
    const leave = enter(definition);
    try {
      return { requestId, outcome: await runInTime(definition, event, requestId) };
    } finally {
      leave();
    }
  };
}
