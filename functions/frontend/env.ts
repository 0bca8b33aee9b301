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

/** Of the routes by which people send photos and look at them. */
export const frontendPhotosEnv = {
  /** Bikes' functions, by name or ARN. */
  grantWorkPhoto: 'GRANT_WORK_PHOTO_FUNCTION',
  viewPhoto: 'VIEW_PHOTO_FUNCTION',
  listPhotos: 'LIST_PHOTOS_FUNCTION',
} as const;

/** Of operators' routes to what riders are told. */
export const frontendAlertsEnv = {
  /** Bikes' functions, by name or ARN. */
  setAlert: 'SET_ALERT_FUNCTION',
  clearAlert: 'CLEAR_ALERT_FUNCTION',
  listAlerts: 'LIST_ALERTS_FUNCTION',
} as const;

/** Of the route to what stands nearby. */
export const frontendStationsEnv = {
  /** Bikes' function, by name or ARN. */
  lookUpNearest: 'LOOK_UP_NEAREST_FUNCTION',
} as const;

/** Of the route by which bikes wait at another kiosk. */
export const frontendReservationsEnv = {
  /** Orchestration's and bikes' functions, by name or ARN. */
  reserveAhead: 'RESERVE_AHEAD_FUNCTION',
  holdAhead: 'HOLD_AHEAD_FUNCTION',
} as const;

/** Of the routes by which the staff moves bikes. */
export const frontendVanEnv = {
  /** Bikes' functions, by name or ARN. */
  changeBike: 'CHANGE_BIKE_FUNCTION',
  dropOffBike: 'DROP_OFF_BIKE_FUNCTION',
} as const;

/** Of the route to what the van should move. */
export const frontendMovesEnv = {
  /** Orchestration's, bikes' and rebalancing's functions, by name or ARN. */
  exportKiosks: 'EXPORT_KIOSKS_FUNCTION',
  countStations: 'COUNT_STATIONS_FUNCTION',
  listMoves: 'LIST_MOVES_FUNCTION',
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

/** Of the routes to the workshop. */
export const frontendWorkshopEnv = {
  /** The workshop's functions, by name or ARN. */
  listWorkOrders: 'LIST_WORK_ORDERS_FUNCTION',
  readWorkOrder: 'READ_WORK_ORDER_FUNCTION',
  startWork: 'START_WORK_FUNCTION',
  addParts: 'ADD_PARTS_FUNCTION',
  announcePhoto: 'ANNOUNCE_PHOTO_FUNCTION',
  finishWork: 'FINISH_WORK_FUNCTION',
  inspectWork: 'INSPECT_WORK_FUNCTION',
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

/** Of the route by which operators act by hand. */
export const frontendDeskEnv = {
  /** The functions of bikes, payments and operations, by name or ARN. */
  noteAction: 'NOTE_ACTION_FUNCTION',
  changeBike: 'CHANGE_BIKE_FUNCTION',
  quarantineBay: 'QUARANTINE_BAY_FUNCTION',
  endRide: 'END_RIDE_FUNCTION',
  correctBike: 'CORRECT_BIKE_FUNCTION',
  refundPayment: 'REFUND_PAYMENT_FUNCTION',
} as const;

/** Of the route by which they read what was done. */
export const frontendActionsEnv = {
  listActions: 'LIST_ACTIONS_FUNCTION',
} as const;
