import { createHash } from 'node:crypto';
import type { VerifiedRider } from './contract.ts';
import type { Pepper } from './keys.ts';

/**
 * The keyed hash under which identity knows a document. Without the pepper, which never leaves KMS, nobody can
 * compute it from a licence number, and the number cannot be had back from it.
 */
export async function documentHash(pepper: Pepper, document: { iin: string; number: string }): Promise<string> {
  return Buffer.from(await pepper.mac(`${document.iin}/${document.number}`)).toString('base64url');
}

/** The party of a household, by a keyed hash of its name in the city's register. */
export async function householdRef(pepper: Pepper, household: string): Promise<string> {
  return derive('party', Buffer.from(await pepper.mac(`household/${household}`)).toString('base64url'));
}

/** Refs leave this service, so they are one hash further than the one that finds a resident. */
function derive(kind: 'rider' | 'party', hash: string): string {
  return `${kind}_${createHash('sha256').update(`${kind}/${hash}`).digest('base64url')}`;
}

export function riderRefOf(hash: string): string {
  return derive('rider', hash);
}

/** Somebody who is in no register rides as a party of one, and is known again by the same document. */
export function visitor(hash: string): VerifiedRider {
  return { riderRef: riderRefOf(hash), partyRef: derive('party', hash), kind: 'visitor', partyLimit: 1 };
}
