import { createHash } from 'node:crypto';
import type { Versioned } from '../shared/table.ts';
import type { Entry } from './account-items.ts';
import { CONSENT_VERSION, type HeldResident, type ReviewResident } from './contract.ts';
import { ReviewClosed } from './resident-errors.ts';
import { riderRefOf, visitor } from './rider-refs.ts';

/** Somebody who has registered, as the table keeps them: `account#{sub}`. */
export interface KeptResident extends Versioned, Omit<HeldResident, 'residentId' | 'reference' | 'household'> {
  sub: string;
  /** Counts where the household has them as a member too. */
  householdId?: string | undefined;
}

export const residentKey = (sub: string) => `account#${sub}`;

/** A household's members; an item `household#{householdId}`. */
export interface Household extends Versioned {
  householdId: string;
  members: string[];
  /** All members live at one address. */
  addressKey: string;
}
export const householdKey = (householdId: string) => `household#${householdId}`;

const REFERENCE_LENGTH = 8;

/** Short enough to be said aloud, and no way back to anything. */
function referenceOf(sub: string): string {
  return createHash('sha256').update(`reference/${sub}`).digest('hex').slice(0, REFERENCE_LENGTH).toUpperCase();
}

const instant = (ms: number) => new Date(ms).toISOString();

/** Their first state: the city's address data has the last word, or an operator. */
export function registered(
  found: KeptResident | undefined,
  claim: { sub: string; documentKey: string; addressKey: string; isAddressKnown: boolean },
  nowMs: number,
): KeptResident {
  const { isAddressKnown, ...keys } = claim;
  const at = instant(nowMs);
  return {
    pk: residentKey(claim.sub),
    revision: found?.revision ?? 0,
    ...keys,
    status: isAddressKnown ? 'active' : 'inReview',
    registeredAt: at,
    consent: { version: CONSENT_VERSION, at },
  };
}

/**
 * An operator's decision. The same decision of the same operator again is no new one.
 *
 * @returns undefined where it stands already
 * @throws ReviewClosed where something else was decided, or there is nothing to decide
 */
export function reviewed(
  resident: KeptResident,
  { decision, reason, operator }: ReviewResident,
  nowMs: number,
): KeptResident | undefined {
  const { review, status } = resident;
  // Who is active by the address that they gave may yet show a document with another one, and bring other papers.
  const isUnseen = status === 'active' && !review && decision === 'approve';
  if (status !== 'inReview' && !isUnseen) {
    if (review?.decision === decision && review.by === operator && review.reason === reason) return undefined;
    throw new ReviewClosed(`This resident is not in review: they are ${status}.`);
  }
  const made = { decision, reason, by: operator, at: instant(nowMs) };
  return { ...resident, status: decision === 'approve' ? 'active' : 'refused', review: made };
}

/** Both sides must agree that somebody is a member: each is written by itself. */
export function isMember(resident: KeptResident, household: Household | undefined): household is Household {
  return (
    household !== undefined &&
    resident.householdId === household.householdId &&
    household.members.includes(resident.sub) &&
    resident.status === 'active'
  );
}

/** The party of a household; its id is random, and whoever knows the party cannot have it back. */
function partyOf({ householdId }: Household): string {
  return `party_${createHash('sha256').update(`household/${householdId}`).digest('base64url')}`;
}

/**
 * What a scan of their licence finds: undefined for who does not ride as a resident. By themselves they are the party
 * that they were as a visitor, so that what they have out still counts.
 *
 * @param members of the household, on both sides; a household may have as many bikes out
 */
export function entryOf(resident: KeptResident, household: Household | undefined, members: number): Entry | undefined {
  if (resident.status !== 'active') return undefined;
  const isProven = resident.review?.decision === 'approve';
  const alone = { riderRef: riderRefOf(resident.documentKey), ...(isProven && { isProven }) };
  if (!isMember(resident, household))
    return { ...alone, partyRef: visitor(resident.documentKey).partyRef, partyLimit: 1 };
  return { ...alone, partyRef: partyOf(household), partyLimit: members };
}

/** All that is held, as its owner may read it. */
export function held(resident: KeptResident, household: Household | undefined): HeldResident {
  const { pk: _, revision: __, sub, householdId, ...rest } = resident;
  const own = { residentId: sub, reference: referenceOf(sub), ...rest };
  if (!household || householdId === undefined || !household.members.includes(sub)) return own;
  return { ...own, household: { householdId, members: household.members.length } };
}
