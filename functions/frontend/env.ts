export const frontendEnv = {
  /** Orchestration's functions, by name or ARN. */
  openSession: 'OPEN_SESSION_FUNCTION',
  startRental: 'START_RENTAL_FUNCTION',
  readRental: 'READ_RENTAL_FUNCTION',
  /** Bikes' function, by name or ARN. */
  reportDamage: 'REPORT_DAMAGE_FUNCTION',
} as const;
