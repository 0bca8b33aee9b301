import { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { causeOf, NamedError } from './errors.ts';
import { hush, loggable } from './secrecy.ts';

const logger = new Logger();

/** The fields that a log line may carry: they say which rental it was about, and nothing of its rider. */
const TRACED = ['rentalId', 'kioskId', 'slot', 'bikeId', 'bay', 'commandId', 'photoId'] as const;

/** What a log line says of a command, an event or a request. It is not checked yet, and may be anything. */
export function trace(subject: unknown): Record<string, string> {
  if (typeof subject !== 'object' || subject === null) return {};
  const fields = subject as Partial<Record<(typeof TRACED)[number], unknown>>;
  const told = TRACED.filter((name) => ['string', 'number'].includes(typeof fields[name]));
  return Object.fromEntries(told.map((name) => [name, loggable(String(fields[name]))]));
}

/**
 * Logs each fault once, by name, with what it was about; `subjectOf` finds that in the event. A refusal is an answer
 * like any other, and a line of information; what has no name of ours is a warning. The fault itself goes on to
 * whoever called, and decides there.
 */
export function faultLog<Event, Answer>(
  subjectOf: (event: Event) => unknown,
): MiddlewareObj<Event, Answer, Error, Context> {
  return {
    before: ({ event, context }) => {
      logger.resetKeys();
      logger.appendKeys({ requestId: context.awsRequestId, ...trace(subjectOf(event)) });
    },
    onError: ({ error }) => {
      hush(error);
      const level = error instanceof NamedError ? 'info' : 'warn';
      logger[level](error?.message ?? 'unknown fault', { fault: error?.name, cause: causeOf(error) });
    },
  };
}
