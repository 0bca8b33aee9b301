import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { eventHandler } from '../../../functions/shared/event-handler.ts';
import { captureLog } from './captured-log.ts';

const context = { awsRequestId: 'request-1' } as Context;

let log: string[] = [];
beforeEach(() => {
  log = captureLog();
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('a handler of events', () => {
  it('gets the detail, without what the contract does not name', async () => {
    const seen: unknown[] = [];
    const handler = eventHandler({
      detail: z.object({ bikeId: z.string() }),
      bind: () => async (detail) => {
        seen.push(detail);
      },
    });

    await handler({ detail: { bikeId: 'bike-1', more: true } }, context);

    expect(seen).toEqual([{ bikeId: 'bike-1' }]);
  });

  it('is not called with a detail of another shape', async () => {
    const handler = eventHandler({
      detail: z.object({ bikeId: z.string() }),
      bind: () => async () => {
        throw new Error('It was called.');
      },
    });

    await expect(handler({ detail: { bikeId: 1 } }, context)).rejects.toMatchObject({ name: 'EventMalformed' });
    expect(JSON.parse(log[0] ?? '')).toMatchObject({ level: 'INFO', bikeId: '1', fault: 'EventMalformed' });
  });

  it('is bound once, when the first event comes', async () => {
    let bound = 0;
    const handler = eventHandler({
      detail: z.object({}),
      bind: () => {
        bound++;
        return async () => {};
      },
    });
    const boundBefore = bound;

    await handler({ detail: {} }, context);
    await handler({ detail: {} }, context);

    expect([boundBefore, bound]).toEqual([0, 1]);
  });
});
