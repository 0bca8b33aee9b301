import { NoOpLogger } from '@smithy/core/client';

export function loggerMiddleware(): never {
  throw new Error('This bundle keeps no log of calls: see infra/lean/sdk.ts.');
}

export const loggerMiddlewareOptions = {};

/** Stands in for the SDK's own log of each call, which a client keeps only where it is given a logger: none of ours is. */
export function getLoggerPlugin({ logger }: { logger: unknown }) {
  if (!(logger instanceof NoOpLogger)) loggerMiddleware();
  return { applyToStack() {} };
}
