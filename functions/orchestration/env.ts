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
  /** The KMS key (ECC_NIST_P256, SIGN_VERIFY) that signs. */
  tokenKeyId: 'TOKEN_KEY_ID',
  /** The KMS keys whose tokens are accepted, parted by commas; the one that signs is among them. */
  tokenKeyIds: 'TOKEN_KEY_IDS',
  tokenIssuer: 'TOKEN_ISSUER',
  /** The KMS key to which kiosks seal credentials; its public half is published. */
  credentialKeyId: 'CREDENTIAL_KEY_ID',
  /** The city's id, part of every topic. */
  city: 'CITY',
} as const;
