export const rebalancingEnv = {
  /** Arrivals and departures of each kiosk and hour. Key `pk`; index `byHour` (`hour`, `kioskId`); time to live in `ttl`. */
  table: 'FLOW_TABLE',
  /** How many bikes a van holds. */
  vanHolds: 'VAN_HOLDS',
} as const;
