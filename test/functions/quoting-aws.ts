import { tokenIssuer } from '../../functions/shared/tokens.ts';
import type { WireAnswer, WireCall } from './shared/aws-endpoint.ts';

export const ISSUER = tokenIssuer('testville');

const fare = { currency: 'USD', unlockFee: 100, perMinute: 15, freeMinutes: 0, dailyCap: 1800 };
const TARIFF = { resident: fare, visitor: fare, graceMinutes: 15, overdueMinutes: 1440, missingMinutes: 2880 };

const WORKSHOP = {
  ...{ inspectionDays: 90, inspectionRides: 250, shortRideMinutes: 3 },
  dueHours: { urgent: 24, soon: 48, routine: 336 },
};

const FEED_SYSTEM = {
  ...{ systemId: 'freewheel-testville', timeZone: 'America/New_York', tariff: TARIFF },
  facts: {
    ...{ languages: ['en-US'], name: [{ text: 'Testville Bikes', language: 'en-US' }], openingHours: '24/7' },
    ...{ contactEmail: 'bikes@testville.example', regions: [] },
  },
};

/** All that any function reads from its environment. */
export const ENVIRONMENT = {
  ...{
    BIKES_TABLE: 'bikes',
    STORAGE_TABLE: 'storage',
    PHOTOS_TABLE: 'album',
    PHOTOS_BUCKET: 'photos',
    IDENTITY_TABLE: 'identity',
    ALLOWANCES_TABLE: 'allowances',
    RESIDENTS_TABLE: 'residents',
    SESSIONS_TABLE: 'sessions',
    RENTALS_TABLE: 'rentals',
    KIOSKS_TABLE: 'kiosks',
    CASES_TABLE: 'cases',
    WORKSHOP_TABLE: 'workshop',
    ACTIONS_TABLE: 'actions',
    VEHICLE_LOG_TABLE: 'vehicle-log',
    FLOW_TABLE: 'flow',
    FEED_BUCKET: 'feed',
  },
  ...{ EVENT_BUS: 'bus', CITY: 'testville', TOKEN_ISSUER: ISSUER },
  ...{
    TOKEN_KEY_IDS: 'token-key',
    CREDENTIAL_KEY_IDS: 'credential-key',
    PEPPER_KEY_IDS: 'pepper',
  },
  ...{
    ADMISSION_ARN: 'arn:aws:states:::admission',
    RENTAL_ARN: 'arn:aws:states:::rental',
    RIDE_ARN: 'arn:aws:states:::ride',
    UNDO_ARN: 'arn:aws:states:::undo',
    RECONCILIATION_ARN: 'arn:aws:states:::reconciliation',
    REPAIR_ARN: 'arn:aws:states:::repair',
    RESERVATION_ARN: 'arn:aws:states:::reservation',
    CITY_TIME_ZONE: 'America/New_York',
  },
  ...{ OPEN_SESSION_FUNCTION: 'open', START_RENTAL_FUNCTION: 'start', READ_RENTAL_FUNCTION: 'read' },
  ...{ REPORT_DAMAGE_FUNCTION: 'report', GRANT_UPLOAD_FUNCTION: 'grant' },
  ...{
    LIST_CASES_FUNCTION: 'list-cases',
    REDRIVE_CASE_FUNCTION: 'redrive-case',
    CLOSE_CASE_FUNCTION: 'close-case',
    LIST_ACTIONS_FUNCTION: 'list-actions',
    NOTE_ACTION_FUNCTION: 'note-action',
    CHANGE_BIKE_FUNCTION: 'change-bike',
    QUARANTINE_BAY_FUNCTION: 'quarantine-bay',
    END_RIDE_FUNCTION: 'end-ride',
    CORRECT_BIKE_FUNCTION: 'correct-bike',
    REFUND_PAYMENT_FUNCTION: 'refund-payment',
    REGISTER_RESIDENT_FUNCTION: 'register-resident',
    READ_RESIDENT_FUNCTION: 'read-resident',
    DELETE_RESIDENT_FUNCTION: 'delete-resident',
    INVITE_HOUSEHOLD_MEMBER_FUNCTION: 'invite-household-member',
    ADD_HOUSEHOLD_MEMBER_FUNCTION: 'add-household-member',
    REMOVE_HOUSEHOLD_MEMBER_FUNCTION: 'remove-household-member',
    LIST_WORK_ORDERS_FUNCTION: 'list-work-orders',
    READ_WORK_ORDER_FUNCTION: 'read-work-order',
    START_WORK_FUNCTION: 'start-work',
    ADD_PARTS_FUNCTION: 'add-parts',
    FINISH_WORK_FUNCTION: 'finish-work',
    INSPECT_WORK_FUNCTION: 'inspect-work',
    LIST_REVIEWS_FUNCTION: 'list-reviews',
    REVIEW_RESIDENT_FUNCTION: 'review-resident',
    SET_ALERT_FUNCTION: 'set-alert',
    CLEAR_ALERT_FUNCTION: 'clear-alert',
    LIST_ALERTS_FUNCTION: 'list-alerts',
    LOOK_UP_NEAREST_FUNCTION: 'look-up-nearest',
    RESERVE_AHEAD_FUNCTION: 'reserve-ahead',
    HOLD_AHEAD_FUNCTION: 'hold-ahead',
    DROP_OFF_BIKE_FUNCTION: 'drop-off-bike',
    EXPORT_KIOSKS_FUNCTION: 'export-kiosks',
    COUNT_STATIONS_FUNCTION: 'count-stations',
    LIST_MOVES_FUNCTION: 'list-moves',
    BOOT_KIOSK_FUNCTION: 'boot-kiosk',
    LIST_KIOSKS_FUNCTION: 'list-kiosks',
    SET_KIOSK_MODE_FUNCTION: 'set-kiosk-mode',
    EXPORT_STATIONS_FUNCTION: 'export-stations',
    EXPORT_STANDING_FUNCTION: 'export-standing',
  },
  ...{
    PAYMENTS_TABLE: 'payments',
    SANDBOX_TABLE: 'sandbox',
    ACQUIRER_SECRET_ARN: 'secret',
    TARIFF: JSON.stringify(TARIFF),
    WORKSHOP_RULES: JSON.stringify(WORKSHOP),
    ...{ RESERVATION_MINUTES: '10', RESERVATION_NO_SHOWS_MAX: '3', VAN_HOLDS: '12' },
    ...{ VEHICLE_KEY_ID: 'vehicle-key', FEED_SYSTEM: JSON.stringify(FEED_SYSTEM), CITY_ADDRESS: 'https://city.test' },
  },
};

/** What AWS says of a request at its worst: it quotes all of it, and gives a reason. */
export const quoted = ({ body, path }: WireCall): WireAnswer => ({
  status: 400,
  headers: { 'x-amzn-errortype': 'ValidationException' },
  body: {
    __type: 'ValidationException',
    message: `Value '${body}' of '${decodeURIComponent(path)}' was not accepted.`,
  },
});

export const KMS = ['GetPublicKey', 'Sign', 'GenerateMac', 'Decrypt'];
export const READS = ['BatchGetItem', 'GetItem', 'Query', 'Scan', 'GetSecretValue'];
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

/** How much of AWS works: each function so fails at each of its calls in turn. */
export const OUTAGES: Array<[string, string[]]> = [
  ['nothing of AWS works', []],
  ['only keys work', KMS],
  ['only keys and reads work', [...KMS, ...READS]],
  ['only keys and tables work', [...KMS, ...READS, ...WRITES]],
];
