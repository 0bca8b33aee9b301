export const frontendEnv = {
  /** Orchestration's functions, by name or ARN. */
  openSession: 'OPEN_SESSION_FUNCTION',
  startRental: 'START_RENTAL_FUNCTION',
  readRental: 'READ_RENTAL_FUNCTION',
} as const;

/** Of every route that asks who calls. */
export const frontendAllowanceEnv = {
  /** What kiosks have left of their allowances. Key `id`; time to live in `expiresAt`. */
  allowances: 'ALLOWANCES_TABLE',
} as const;

/** Of the routes to bikes. */
export const frontendBikesEnv = {
  /** Bikes' functions, by name or ARN. */
  reportDamage: 'REPORT_DAMAGE_FUNCTION',
  grantUpload: 'GRANT_UPLOAD_FUNCTION',
} as const;

/** Of the routes by which kiosks boot, and operators see and change them. */
export const frontendKiosksEnv = {
  /** Bikes' functions, by name or ARN. */
  bootKiosk: 'BOOT_KIOSK_FUNCTION',
  listKiosks: 'LIST_KIOSKS_FUNCTION',
  setKioskMode: 'SET_KIOSK_MODE_FUNCTION',
} as const;

/** Of the routes to operations. */
export const frontendCasesEnv = {
  /** Operations' functions, by name or ARN. */
  listCases: 'LIST_CASES_FUNCTION',
  redriveCase: 'REDRIVE_CASE_FUNCTION',
  closeCase: 'CLOSE_CASE_FUNCTION',
} as const;

/** Of the routes to identity. */
export const frontendResidentsEnv = {
  /** Identity's functions, by name or ARN. */
  registerResident: 'REGISTER_RESIDENT_FUNCTION',
  readResident: 'READ_RESIDENT_FUNCTION',
  deleteResident: 'DELETE_RESIDENT_FUNCTION',
  inviteHouseholdMember: 'INVITE_HOUSEHOLD_MEMBER_FUNCTION',
  addHouseholdMember: 'ADD_HOUSEHOLD_MEMBER_FUNCTION',
  removeHouseholdMember: 'REMOVE_HOUSEHOLD_MEMBER_FUNCTION',
  listReviews: 'LIST_REVIEWS_FUNCTION',
  reviewResident: 'REVIEW_RESIDENT_FUNCTION',
} as const;
