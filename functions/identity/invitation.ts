import { createHash } from 'node:crypto';
import { fraction, type Random } from '../../seams/random.ts';
import type { Versioned } from '../shared/table.ts';

/** An invitation to a household, known by the hash of its code: `invitation#{hash}`. */
export interface KeptInvitation extends Versioned {
  householdId: string;
  untilMs: number;
  /** Who has come by it. */
  usedBy?: string | undefined;
}

/** Base 32 (RFC 4648): ten characters are 50 bits, too many to guess within the week that a code is good. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const CODE_LENGTH = 10;
export const INVITATION_MS = 7 * 24 * 60 * 60_000;

export function newCode(random: Random): string {
  const letter = () => ALPHABET[Math.floor(fraction(random) * ALPHABET.length)];
  return Array.from({ length: CODE_LENGTH }, letter).join('');
}

export function invitationKey(code: string): string {
  return `invitation#${createHash('sha256').update(code).digest('base64url')}`;
}

/** Good for somebody who comes now, or has come by it before. */
export function isGoodFor({ usedBy, untilMs }: KeptInvitation, sub: string, nowMs: number): boolean {
  return usedBy === sub || (usedBy === undefined && untilMs > nowMs);
}
