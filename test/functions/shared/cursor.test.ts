import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { readCursor, writeCursor } from '../../../functions/shared/cursor.ts';

const Key = z.object({ pk: z.string(), changedAt: z.string() });

describe('a cursor', () => {
  it('leads to the place where the page ended', () => {
    const place = { pk: 'payment#é', changedAt: '2026-05-01T10:00:00.000Z' };

    expect(readCursor(Key, writeCursor(place))).toEqual(place);
  });

  it('shows nothing that an address could not carry', () => {
    expect(writeCursor({ pk: '??>>~~', changedAt: 'ÿÿÿ' })).toMatch(/^[\w-]+$/);
  });

  it.each([
    ['no base64url', '%%%'],
    ['no JSON', writeCursor({ pk: 'a' }).slice(0, 5)],
    ['another list’s', writeCursor({ pk: 'a' })],
    ['of other types', writeCursor({ pk: 1, changedAt: 2 })],
    ['empty', ''],
  ])('is refused by name where it is %s', (_, cursor) => {
    expect(() => readCursor(Key, cursor)).toThrow(
      expect.objectContaining({ name: 'CommandMalformed', message: expect.stringContaining('first page') }),
    );
  });

  it('takes along no field that the list does not know', () => {
    const cursor = writeCursor({ pk: 'a', changedAt: 'b', status: 'closed' });

    expect(readCursor(Key, cursor)).toEqual({ pk: 'a', changedAt: 'b' });
  });
});
