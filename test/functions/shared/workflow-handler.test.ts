import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { TokenRefused } from '../../../functions/shared/errors.ts';
import { workflowHandler } from '../../../functions/shared/workflow-handler.ts';
import { captureLog } from './captured-log.ts';

const Command = z.object({ rentalId: z.string(), credential: z.string() });
const command = { rentalId: 'rental-1', credential: 'sealed-secret' };
const context = { awsRequestId: 'request-1' } as Context;

let log: string[] = [];
beforeEach(() => {
  log = captureLog();
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('the workflow handler', () => {
  it('hands over a command that fits the contract, without what the contract does not know', async () => {
    const handler = workflowHandler({ command: Command, bind: () => async (given) => given });

    const answer = await handler({ ...command, extra: 1 }, context);

    expect(answer).toEqual(command);
  });

  it('refuses a command that does not fit before anything is bound', async () => {
    const bind = jest.fn(() => async () => 'done');
    const handler = workflowHandler({ command: Command, bind });

    const answer = handler({ rentalId: 7 }, context);

    await expect(answer).rejects.toMatchObject({
      name: 'CommandMalformed',
      message: expect.stringMatching(/rentalId/),
    });
    expect(bind).not.toHaveBeenCalled();
  });

  it('binds once', async () => {
    const bind = jest.fn(() => async () => 'done');
    const handler = workflowHandler({ command: Command, bind });

    await handler(command, context);
    await handler(command, context);

    expect(bind).toHaveBeenCalledTimes(1);
  });

  it('gives a refusal back to the workflow and logs it with the rental, and nothing of the rider', async () => {
    const handler = workflowHandler({
      command: Command,
      bind: () => async () => {
        throw new TokenRefused('It has expired.');
      },
    });

    const answer = handler(command, context);

    await expect(answer).rejects.toMatchObject({ name: 'TokenRefused' });
    expect(log).toHaveLength(1);
    expect(JSON.parse(log[0] ?? '')).toMatchObject({ rentalId: 'rental-1', fault: 'TokenRefused' });
    expect(log.join()).not.toContain('sealed-secret');
  });
});
