export const operationsEnv = {
  /** Cases, and where bikes that were missing are. Key `pk`; index `byStatus` (`status`, `changedAt`); time to live in `ttl`. */
  table: 'CASES_TABLE',
  rentalArn: 'RENTAL_ARN',
  rideArn: 'RIDE_ARN',
  undoArn: 'UNDO_ARN',
  reconciliationArn: 'RECONCILIATION_ARN',
  repairArn: 'REPAIR_ARN',
} as const;
