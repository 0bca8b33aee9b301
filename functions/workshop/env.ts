export const workshopEnv = {
  /**
   * A card for each bike, with its open work order; orders that are closed; kiosks. Key `pk`; index `byStatus`
   * (`status`, `dueAt`); time to live in `ttl`.
   */
  table: 'WORKSHOP_TABLE',
  bus: 'EVENT_BUS',
  /** The city's rules (`WorkshopRules`), in JSON. */
  rules: 'WORKSHOP_RULES',
  /** The state machine of the workflow `repair`. */
  repairArn: 'REPAIR_ARN',
} as const;
