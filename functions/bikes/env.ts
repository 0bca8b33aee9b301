export const bikesEnv = {
  /** Bikes, parties, reservations and kiosks. Key `pk`; index `byKiosk` (`kioskId`, `state`); time to live in `ttl`. */
  table: 'BIKES_TABLE',
  bus: 'EVENT_BUS',
  city: 'CITY',
  tokenIssuer: 'TOKEN_ISSUER',
  /** The KMS keys whose tokens are accepted, parted by commas. */
  tokenKeys: 'TOKEN_KEY_IDS',
} as const;
