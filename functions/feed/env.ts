export const feedEnv = {
  /** The files of the feed, at `gbfs/{name}.json`. */
  bucket: 'FEED_BUCKET',
  /** Bikes' functions, by name or ARN. */
  exportStations: 'EXPORT_STATIONS_FUNCTION',
  exportStanding: 'EXPORT_STANDING_FUNCTION',
  listAlerts: 'LIST_ALERTS_FUNCTION',
  /** The KMS key from which the ids of vehicles are made. */
  vehicleKey: 'VEHICLE_KEY_ID',
  /** A `FeedSystem` as JSON. */
  system: 'FEED_SYSTEM',
  /** Where the city is served, without a slash at the end: the feed's files say where the others are. */
  address: 'CITY_ADDRESS',
} as const;
