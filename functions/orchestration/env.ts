/** Each function reads the names that it needs, in its `bind`, and only those must be set for it. */
export const orchestrationEnv = {
  /** Sessions, the ids of assertions that were used, and what kiosks have left of tokens: what lives minutes. Key `id`; time to live in `expiresAt`. */
  sessionsTable: 'SESSIONS_TABLE',
  /** Key `rentalId`; time to live in `ttl`. */
  rentalsTable: 'RENTALS_TABLE',
  /** Registered kiosks. Key `kioskId`. */
  kiosksTable: 'KIOSKS_TABLE',
  /** The Express workflow `admission`. */
  admissionArn: 'ADMISSION_ARN',
  /** The Standard workflow `rental`. */
  rentalArn: 'RENTAL_ARN',
  /** The Standard workflow `reservation`. */
  reservationArn: 'RESERVATION_ARN',
  /** The KMS keys (ECC_NIST_P256, SIGN_VERIFY) whose tokens are accepted, parted by commas; the first one signs. */
  tokenKeyIds: 'TOKEN_KEY_IDS',
  tokenIssuer: 'TOKEN_ISSUER',
  /** The KMS keys whose public halves are published for kiosks to seal to, parted by commas; kiosks take the first. */
  credentialKeyIds: 'CREDENTIAL_KEY_IDS',
  /** The city's id, part of every topic. */
  city: 'CITY',
} as const;
