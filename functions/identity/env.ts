export const identityEnv = {
  /**
   * Residents, households, the city's addresses, the nonces of credentials that were used, and attempts by kiosk. Key
   * `id`; time to live in `expiresAt`.
   */
  table: 'IDENTITY_TABLE',
  /** The KMS keys (RSA_2048, ENCRYPT_DECRYPT) that open what kiosks sealed, parted by commas; kiosks take the first. */
  credentialKeyIds: 'CREDENTIAL_KEY_IDS',
  /** The KMS keys (HMAC_256) of all lookups, newest first, parted by commas. */
  pepperKeyIds: 'PEPPER_KEY_IDS',
  /** The KMS keys whose tokens are accepted, parted by commas. */
  tokenKeyIds: 'TOKEN_KEY_IDS',
  tokenIssuer: 'TOKEN_ISSUER',
  /** The city's zone in the tz database: a document expires at the end of a day there. */
  timeZone: 'CITY_TIME_ZONE',
  bus: 'EVENT_BUS',
} as const;

export const residentsEnv = {
  /** Who has registered, and their households. Key `pk`; index `byStatus` by `status` and `registeredAt`. */
  table: 'RESIDENTS_TABLE',
} as const;
