import type * as z from 'zod/mini';
import { CommandMalformed } from './errors.ts';

/** Where a list goes on, made opaque: callers have nothing to read in it. In base64url (RFC 4648, section 5). */
export function writeCursor(place: object): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * The place that a cursor stands for.
 *
 * @throws CommandMalformed where no page of this list can have given it.
 */
export function readCursor<Place>(schema: z.ZodMiniType<Place>, cursor: string): Place {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new CommandMalformed('The cursor is none that an earlier page gave. Ask for the first page, without one.');
  }
}
