import * as z from 'zod/mini';
import { Instant, KioskId, RiderRef, SessionId, SignedToken } from '../shared/fields.ts';

/** What a kiosk reads off a driver's licence (AAMVA DL/ID card standard), reduced to what identity needs. */
export const ScannedDocument = z.object({
  /** Issuer identification number: six digits. */
  iin: z.string().check(z.regex(/^\d{6}$/)),
  /** The customer id (DAQ), upper case, without blanks. */
  number: z.string().check(z.regex(/^[A-Z0-9]{4,25}$/)),
  /** Date of expiry, as printed. */
  expiresOn: z.iso.date(),
  address: z.object({ street: z.string(), city: z.string(), postalCode: z.string(), state: z.string() }),
});
export type ScannedDocument = z.infer<typeof ScannedDocument>;

/**
 * The clear text of a sealed credential: a JWE in compact form (RFC 7516), `RSA-OAEP-256` with `A256GCM`, sealed
 * to identity's public key. `nonce` is 128 random bits in base64url.
 */
export const Credential = z.object({
  document: ScannedDocument,
  kioskId: KioskId,
  nonce: z.string().check(z.regex(/^[\w-]{22}$/)),
  sealedAt: Instant,
});
export type Credential = z.infer<typeof Credential>;

/** A JWE of five parts. */
export const SealedCredential = z
  .string()
  .check(z.maxLength(8192), z.regex(/^[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+$/, 'must be a sealed credential (JWE)'));

export const VerifyCredential = z.object({
  credential: SealedCredential,
  sessionId: SessionId,
  kioskId: KioskId,
  /** Present from the second use on: the credential's first use has bound it to one session. */
  rentalToken: z.optional(SignedToken),
});
export type VerifyCredential = z.infer<typeof VerifyCredential>;

/**
 * What the rider should know of how they were taken: `ResidenceUnproven` is somebody in the registry whose document
 * shows no address of the city, and who rents as a visitor.
 */
export const RiderNote = z.enum(['ResidenceUnproven']);
export type RiderNote = z.infer<typeof RiderNote>;

export const VerifiedRider = z.object({
  riderRef: RiderRef,
  /** All members of a household share one party and its limit. */
  partyRef: RiderRef,
  kind: z.enum(['resident', 'visitor']),
  /** Bikes that the party may have out at once. */
  partyLimit: z.int().check(z.minimum(1), z.maximum(20)),
  note: z.optional(RiderNote),
});
export type VerifiedRider = z.infer<typeof VerifiedRider>;

/** The names under which a credential is refused for good. */
export const CREDENTIAL_REFUSALS = [
  'CredentialUnreadable',
  'CredentialStale',
  'CredentialReplayed',
  'WrongKiosk',
  'DocumentExpired',
  /** Of the attempt, and not of the credential: after a while the next one is let in. */
  'TooManyAttempts',
] as const;

/** Takes the city's residents into the registry; licence numbers are kept as keyed hashes only. */
export const ImportResidents = z.object({
  residents: z.array(
    z.object({
      iin: ScannedDocument.shape.iin,
      number: ScannedDocument.shape.number,
      /** The household's name in the city's register. */
      household: z.string().check(z.minLength(1)),
      /** The bikes that a household may have out at once: one for each of its members. */
      householdSize: VerifiedRider.shape.partyLimit,
    }),
  ),
});
export type ImportResidents = z.infer<typeof ImportResidents>;
export const ResidentsImported = z.object({ residents: z.int() });
export type ResidentsImported = z.infer<typeof ResidentsImported>;

/** Addresses of one call: few enough for the six megabytes that Lambda takes, and for its ten seconds. */
export const ADDRESS_POINTS_MAX = 2_000;
/** Takes a part of the city's open address data into the address book; they are kept as keyed hashes only. */
export const ImportAddresses = z.object({
  points: z
    .array(z.object({ street: z.string(), city: z.string(), state: z.string(), postalCode: z.string() }))
    .check(z.maxLength(ADDRESS_POINTS_MAX)),
  /** Which import the part belongs to: what the first part's answer said. */
  edition: z.optional(Instant),
  /** Puts the edition in force: what is in older ones alone is no address of the city any more. */
  isLast: z.boolean(),
});
export type ImportAddresses = z.infer<typeof ImportAddresses>;
export const AddressesImported = z.object({
  edition: Instant,
  addresses: z.int(),
  /** Post boxes, and points without a number or a street. */
  unusable: z.int(),
});
export type AddressesImported = z.infer<typeof AddressesImported>;

/** The event source of identity on the bus. */
export const IDENTITY_EVENTS = 'freewheel.identity';
/** Told once for each quarter of an hour in which a kiosk asks for more scans than riders make. */
export const GuessingNoticed = z.object({
  type: z.literal('GuessingNoticed'),
  kioskId: KioskId,
  at: Instant,
  /** Of more than riders can scan in a rush, or in a day. */
  limit: z.enum(['rush', 'day']),
});
export type GuessingNoticed = z.infer<typeof GuessingNoticed>;
/** The version of the words to which residents consent when they register; a new one asks everybody anew. */
export const CONSENT_VERSION = '2026-05';
/** The subject of somebody's tokens: it names them, and says nothing of them. */
export const Subject = z.string().check(z.regex(/^[\w-]{1,64}$/, 'must be the subject of a token'));

const line = (name: string) => z.string().check(z.trim(), z.minLength(1, `must be your ${name}`), z.maxLength(100));
/** Where somebody lives, as they type it. */
export const HomeAddress = z.strictObject({
  street: line('street and number'),
  city: line('city'),
  state: z.string().check(z.trim(), z.toUpperCase(), z.regex(/^[A-Z]{2}$/, 'must be two letters')),
  postalCode: z.string().check(z.trim(), z.regex(/^\d{5}(-\d{4})?$/, 'must be a ZIP code')),
});
export type HomeAddress = z.infer<typeof HomeAddress>;

/** What somebody says who registers. The licence and the address are hashed at once, and kept in no other form. */
export const Registration = z.strictObject({
  iin: z.string().check(z.regex(/^\d{6}$/, "must be the six digits of the licence's issuer")),
  number: z
    .string()
    .check(z.trim(), z.toUpperCase(), z.regex(/^[A-Z0-9]{4,25}$/, 'must be the number on the licence, without blanks')),
  address: HomeAddress,
  consentVersion: z.enum([CONSENT_VERSION], `must be ${CONSENT_VERSION}, the version of the words that stand now`),
});
export type Registration = z.infer<typeof Registration>;
export const RegisterResident = z.object({ sub: Subject, registration: Registration });
export type RegisterResident = z.infer<typeof RegisterResident>;

/** All that is held of somebody who has registered. The keys cannot be turned back into what they were made of. */
export const HeldResident = z.object({
  residentId: Subject,
  /** What they say at the city's office, where it has to look at their papers. */
  reference: z.string(),
  /** `leaving` stands while what is held is being deleted. */
  status: z.enum(['active', 'inReview', 'refused', 'leaving']),
  registeredAt: Instant,
  consent: z.object({ version: z.string(), at: Instant }),
  /** Keyed hashes. */
  documentKey: z.string(),
  addressKey: z.string(),
  review: z.optional(
    z.object({ decision: z.enum(['approve', 'refuse']), reason: z.string(), by: Subject, at: Instant }),
  ),
  /** Absent for who shares bikes with nobody. */
  household: z.optional(z.object({ householdId: z.string(), members: z.int() })),
  /** The one that they left last, whose members a repeated request to leave looks at again. */
  leftHouseholdId: z.optional(z.string()),
});
export type HeldResident = z.infer<typeof HeldResident>;

/** What is asked by somebody of what is theirs: to read it, to delete it, to invite somebody, to leave. */
export const OwnResident = z.object({ sub: Subject });
export type OwnResident = z.infer<typeof OwnResident>;
export const ResidentDeleted = z.object({ deleted: z.literal(true) });
export type ResidentDeleted = z.infer<typeof ResidentDeleted>;

/** A code that lets one person into a household, once. */
export const Invitation = z.object({ code: z.string(), until: Instant });
export type Invitation = z.infer<typeof Invitation>;
export const AddHouseholdMember = z.object({
  sub: Subject,
  code: z.string().check(z.trim(), z.toUpperCase(), z.regex(/^[A-Z2-7]{10}$/, 'must be the ten characters of a code')),
});
export type AddHouseholdMember = z.infer<typeof AddHouseholdMember>;

/** An operator's word on somebody whose address the city's data does not have. */
export const ReviewResident = z.object({
  residentId: Subject,
  operator: Subject,
  decision: z.enum(['approve', 'refuse'], 'must be approve or refuse'),
  /** In words that the resident reads. */
  reason: z.string().check(z.trim(), z.minLength(3, 'must say why'), z.maxLength(500)),
});
export type ReviewResident = z.infer<typeof ReviewResident>;
export const ListReviews = z.object({ cursor: z.optional(z.string()) });
export type ListReviews = z.infer<typeof ListReviews>;
const Reviewed = z.pick(HeldResident, { residentId: true, reference: true, status: true, registeredAt: true });
export const ReviewsListed = z.object({ residents: z.array(Reviewed), cursor: z.optional(z.string()) });
export type ReviewsListed = z.infer<typeof ReviewsListed>;
