export const bikesEnv = {
  /** Bikes, parties, reservations and kiosks. Key `pk`; indexes `byKiosk` (`kioskId`, `state`) and `byDirectory` (`directory`, `pk`); time to live in `ttl`. */
  table: 'BIKES_TABLE',
  bus: 'EVENT_BUS',
  city: 'CITY',
  tokenIssuer: 'TOKEN_ISSUER',
  /** The KMS keys whose tokens are accepted, parted by commas. */
  tokenKeys: 'TOKEN_KEY_IDS',
} as const;

/** Of the functions that see to photos. */
export const footageEnv = {
  /** One item for each photo. Key `pk`; index `byBike` (`bikeId`, `requestedAt`); time to live in `ttl`. */
  album: 'PHOTOS_TABLE',
  /** The photos themselves, at `photos/{photoId}`. */
  bucket: 'PHOTOS_BUCKET',
} as const;
