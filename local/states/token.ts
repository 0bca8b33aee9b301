import { timingSafeEqual } from 'node:crypto';
import type { Random } from '../../seams/random.ts';

/** 192 bits that cannot be guessed. */
const SECRET_BYTES = 24;
const BYTES = 6 + 6 + SECRET_BYTES;

/** Where a task token leads to. */
export interface TokenPlace {
  execution: number;
  thread: number;
}

/** A new token, which says to the engine alone whose it is. */
export function newToken(random: Random, execution: number, thread: number): string {
  const token = Buffer.alloc(BYTES);
  token.writeUIntBE(execution, 0, 6);
  token.writeUIntBE(thread, 6, 6);
  token.set(random.bytes(SECRET_BYTES), 12);
  return token.toString('base64');
}

/** Reads whose a token is; undefined for text that no engine made. It may still be of a task long over. */
export function placeOf(token: string): TokenPlace | undefined {
  const bytes = Buffer.from(token, 'base64');
  if (bytes.length !== BYTES || bytes.toString('base64') !== token) return undefined;
  return { execution: bytes.readUIntBE(0, 6), thread: bytes.readUIntBE(6, 6) };
}

/** Compares in a time that tells nothing of where the two differ. */
export function isSameToken(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
