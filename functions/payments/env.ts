export const paymentsEnv = {
  /** The city's prices: a `Tariff` as JSON. */
  tariff: 'TARIFF',
} as const;
