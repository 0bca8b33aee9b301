import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { causeOf, NamedError } from './errors.ts';

const logger = new Logger();

/** The event's detail does not have the shape that its service's contract gives it. Retrying cannot help. */
class EventMalformed extends NamedError {
  override readonly name = 'EventMalformed';
}

/** The fields that a log line may carry of an event: they say which rental it was about, and nothing of its rider. */
const TRACED = ['rentalId', 'kioskId', 'slot', 'bikeId', 'bay', 'commandId'] as const;

function trace(detail: unknown): Record<string, unknown> {
  if (typeof detail !== 'object' || detail === null) return {};
  return Object.fromEntries(TRACED.filter((key) => key in detail).map((key) => [key, (detail as never)[key]]));
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
  return middy<{ detail: unknown }, void, Error, Context>(run)
    .before(({ event, context }) => {
      logger.resetKeys();
      logger.appendKeys({ requestId: context.awsRequestId, ...trace(event.detail) });
    })
    .onError(({ error }) => {
      logger.warn(error?.message ?? 'unknown fault', { fault: error?.name, cause: causeOf(error) });
    });
}
