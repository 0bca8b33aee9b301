export const bikesEnv = {
  /** Bikes, parties, reservations and kiosks. Key `pk`; index `byKiosk` (`kioskId`, `state`); time to live in `ttl`. */
  table: 'BIKES_TABLE',
  bus: 'EVENT_BUS',
  city: 'CITY',
  tokenIssuer: 'TOKEN_ISSUER',
  /** The KMS keys whose tokens are accepted, parted by commas. */
  tokenKeys: 'TOKEN_KEY_IDS',
} as const;

/** On which terms bikes wait at a kiosk for somebody who is on the way. */
export const reservationEnv = {
  minutes: 'RESERVATION_MINUTES',
  /** In how many cases a day nobody may come for them. */
  noShowsMax: 'RESERVATION_NO_SHOWS_MAX',
} as const;

/** Of the functions that see to photos. */
export const footageEnv = {
  /** One item for each photo. Key `pk`; index `byBike` (`bikeId`, `requestedAt`); time to live in `ttl`. */
  album: 'PHOTOS_TABLE',
  /** The photos themselves, at `photos/{photoId}`. */
  bucket: 'PHOTOS_BUCKET',
} as const;

/** Of the functions that keep the log of what happens to bikes, and of those that read it. */
export const logEnv = {
  /** One item for each event. Key `pk`; index `byHour` (`hour`, `order`); time to live in `ttl`. */
  table: 'VEHICLE_LOG_TABLE',
} as const;
