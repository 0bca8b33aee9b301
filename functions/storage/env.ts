export const storageEnv = {
  /** Handovers and facts. Key `pk`; time to live in `ttl`. */
  table: 'STORAGE_TABLE',
  bus: 'EVENT_BUS',
  tokenIssuer: 'TOKEN_ISSUER',
  /** The KMS keys whose tokens are accepted, parted by commas. */
  tokenKeys: 'TOKEN_KEY_IDS',
} as const;
