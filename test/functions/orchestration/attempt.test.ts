import { describe, expect, it } from '@jest/globals';
import { attemptOf } from '../../../functions/orchestration/attempt.ts';
import { commandId } from '../../../functions/storage/contract.ts';

const rentalId = '11111111-1111-4111-8111-111111111111';

describe('the attempt of a command', () => {
  it.each([1, 2, 3, 40])('is read off the ids of both of its commands (%i)', (attempt) => {
    expect(attemptOf(commandId(rentalId, 2, 'move', attempt), rentalId, 2)).toBe(attempt);
    expect(attemptOf(commandId(rentalId, 2, 'openUntilTaken', attempt), rentalId, 2)).toBe(attempt);
  });

  it.each([
    ['of another slot', commandId(rentalId, 1, 'move')],
    ['of another rental', commandId('22222222-2222-4222-8222-222222222222', 2, 'move')],
    ['of nobody', 'f'.repeat(32)],
  ])('is not known of a command %s', (_, id) => {
    expect(attemptOf(id, rentalId, 2)).toBeUndefined();
  });
});
