export const paymentsEnv = {
  /** The city's prices: a `Tariff` as JSON. */
  tariff: 'TARIFF',
  /** One payment a rental. Key `pk`; index `unsettled` (`unsettled`, `changedAt`), sparse; time to live in `ttl`. */
  table: 'PAYMENTS_TABLE',
  /** What the sandbox acquirer holds: a table of its own, since an acquirer is another company. Key `pk`; time to live in `ttl`. */
  sandboxTable: 'SANDBOX_TABLE',
  /** The secret that holds the acquirer's key: its ARN, never its value. */
  secret: 'ACQUIRER_SECRET_ARN',
  bus: 'EVENT_BUS',
  tokenIssuer: 'TOKEN_ISSUER',
  /** The KMS keys whose tokens are accepted, parted by commas. */
  tokenKeys: 'TOKEN_KEY_IDS',
} as const;
