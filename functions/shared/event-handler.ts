import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { NamedError } from './errors.ts';
import { faultLog } from './fault-log.ts';

/** The event's detail does not have the shape that its service's contract gives it. Retrying cannot help. */
class EventMalformed extends NamedError {
  override readonly name = 'EventMalformed';
}

export interface EventHandler<Detail> {
  detail: z.ZodMiniType<Detail>;
  /** Binds the handler to its real dependencies; called once, when the first event comes. */
  bind: () => (detail: Detail) => Promise<void>;
}

/**
 * What every function that an EventBridge rule calls has in common: the detail is checked against the contract
 * of the service that told it, and a fault is logged once, by name, with what it was about. A fault goes back to
 * EventBridge, which delivers the event again.
 */
export function eventHandler<Detail>({ detail: schema, bind }: EventHandler<Detail>) {
  let handle: ((detail: Detail) => Promise<void>) | undefined;
  const run = async (event: { detail: unknown }): Promise<void> => {
    const detail = schema.safeParse(event.detail);
    if (!detail.success) throw new EventMalformed(z.prettifyError(detail.error));
    handle ??= bind();
    await handle(detail.data);
  };
  const log = faultLog<{ detail: unknown }, void>(({ detail: subject }) => subject);
  return middy<{ detail: unknown }, void, Error, Context>(run).use(log);
}
