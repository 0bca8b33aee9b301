import { createHash } from 'node:crypto';
import type { VerifiedRider } from './contract.ts';
import type { Pepper, Peppers } from './keys.ts';
import type { Resident } from './registry.ts';

/**
 * The keyed hash under which identity knows a document. Without the pepper, which never leaves KMS, nobody can
 * compute it from a licence number, and the number cannot be had back from it.
 */
export async function documentHash(pepper: Pepper, document: { iin: string; number: string }): Promise<string> {
  return Buffer.from(await pepper.mac(`${document.iin}/${document.number}`)).toString('base64url');
}

/** The hashes of a document under each live pepper, newest first. */
export function documentHashes(peppers: Peppers, document: { iin: string; number: string }): Promise<string[]> {
  return Promise.all(peppers.map((pepper) => documentHash(pepper, document)));
}

const keyedHashes = (peppers: Peppers, text: string): Promise<string[]> =>
  Promise.all(peppers.map(async (pepper) => Buffer.from(await pepper.mac(text)).toString('base64url')));

/** The keyed hashes of a household's name in the city's register, newest first. */
export function householdHashes(peppers: Peppers, household: string): Promise<string[]> {
  return keyedHashes(peppers, `household/${household}`);
}

/** The keyed hashes of an address in its normal form, newest first: who may be one household live at the same. */
export function addressHashes(peppers: Peppers, text: string): Promise<string[]> {
  return keyedHashes(peppers, `address/${text}`);
}

/**
 * The hash of which references are made where none is kept: the oldest live one, so that a new pepper beside it gives
 * nobody a second reference, and with it a second party.
 */
export function lastingHash(hashes: readonly string[]): string {
  return hashes.at(-1) ?? '';
}

/** Refs leave this service, so they are one hash further than the one that finds a resident. */
function derive(kind: 'rider' | 'party', hash: string): string {
  return `${kind}_${createHash('sha256').update(`${kind}/${hash}`).digest('base64url')}`;
}

export function riderRefOf(hash: string): string {
  return derive('rider', hash);
}

export function partyRefOf(hash: string): string {
  return derive('party', hash);
}

/** Somebody who is in no register rides as a party of one, and is known again by the same document. */
export function visitor(hash: string): VerifiedRider {
  return { riderRef: riderRefOf(hash), partyRef: partyRefOf(hash), kind: 'visitor', partyLimit: 1 };
}

/**
 * Who the rider is to the other services. Somebody in the registry who shows no address of the city keeps their
 * reference, rides alone as visitors do, and is told why, unless the city's office has seen that they live there.
 *
 * @param hashes of the document, newest first.
 */
export function riderOf(hashes: readonly string[], resident: Resident | undefined, isOfCity: boolean): VerifiedRider {
  const alone = visitor(lastingHash(hashes));
  if (!resident) return alone;
  const { riderRef, partyRef, partyLimit, isProven = false } = resident;
  if (!isOfCity && !isProven) return { ...alone, riderRef, note: 'ResidenceUnproven' };
  return { riderRef, partyRef, partyLimit, kind: 'resident' };
}
