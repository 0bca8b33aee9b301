import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import * as fc from 'fast-check';
import { type FactType, RecordFact } from '../../../functions/storage/contract.ts';
import { handler } from '../../../functions/storage/record-fact.ts';
import { captureLog } from '../shared/captured-log.ts';
import { idOf, KIOSK, RENTAL, second } from './desk.ts';

const taken = {
  type: 'BikeTaken' satisfies FactType,
  seq: 1,
  at: second(0),
  kioskId: KIOSK,
  thing: KIOSK,
  commandId: idOf('openUntilTaken'),
  rentalId: RENTAL,
  slot: 1,
  bikeId: 'bike-1',
  bay: 3,
};

beforeEach(() => {
  captureLog();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const record = (event: unknown) => handler(event, { awsRequestId: 'request-1' } as Context);

describe('what a kiosk sends', () => {
  it('is understood as it stands in the contract', () => {
    expect(RecordFact.safeParse(taken).success).toBe(true);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['text', 'BikeTaken'],
    ['no type', { ...taken, type: undefined }],
    ['a type that nobody knows', { ...taken, type: 'BikeVanished' }],
    ['no number', { ...taken, seq: 0 }],
    ['a number that is text', { ...taken, seq: '1' }],
    ['a time without a zone', { ...taken, at: '2026-05-01T10:00:00' }],
    ['a kiosk that is a path', { ...taken, kioskId: '../harbour' }],
    ['a rental that is no UUID', { ...taken, rentalId: 'me' }],
    ['a slot beyond any rental', { ...taken, slot: 21 }],
    ['a command that is none', { ...taken, commandId: 'DROP TABLE' }],
    ['no thing', { ...taken, thing: '' }],
  ])('is refused by name before anything is done with it: %s', async (_case, garbage) => {
    await expect(record(garbage)).rejects.toMatchObject({ name: 'CommandMalformed' });
  });

  it('is refused by name whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (garbage) => {
        await expect(record(garbage)).rejects.toMatchObject({ name: 'CommandMalformed' });
      }),
    );
  });
});
