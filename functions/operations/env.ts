export const operationsEnv = {
  /** Cases, and where bikes that were missing are. Key `pk`; index `byStatus` (`status`, `changedAt`); time to live in `ttl`. */
  table: 'CASES_TABLE',
  rentalArn: 'RENTAL_ARN',
  rideArn: 'RIDE_ARN',
  undoArn: 'UNDO_ARN',
  reservationArn: 'RESERVATION_ARN',
  reconciliationArn: 'RECONCILIATION_ARN',
  repairArn: 'REPAIR_ARN',
} as const;

/** Of the functions that keep and tell what operators have done. */
export const actionsEnv = {
  /** One item for each action. Key `pk`; index `byMonth` (`month`, `askedAt`); time to live in `ttl`. */
  table: 'ACTIONS_TABLE',
} as const;
