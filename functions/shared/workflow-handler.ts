import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { CommandMalformed } from './errors.ts';
import { faultLog } from './fault-log.ts';

export interface WorkflowHandler<Command, Answer> {
  command: z.ZodMiniType<Command>;
  /** Binds the handler to its real dependencies; called once, when the first command comes. */
  bind: () => (command: Command) => Promise<Answer>;
}

/**
 * What every function that a workflow calls has in common: the command is checked against the contract before
 * anything else, and a fault is logged once, by name, with the rental it was about. The fault itself goes back to
 * the workflow, whose definition decides.
 */
export function workflowHandler<Command, Answer>({ command: schema, bind }: WorkflowHandler<Command, Answer>) {
  let handle: ((command: Command) => Promise<Answer>) | undefined;
  const run = async (event: unknown): Promise<Answer> => {
    const command = schema.safeParse(event);
    if (!command.success) throw new CommandMalformed(z.prettifyError(command.error));
    handle ??= bind();
    return handle(command.data);
  };
  return middy<unknown, Answer, Error, Context>(run).use(faultLog<unknown, Answer>((command) => command));
}
