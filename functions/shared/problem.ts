import type { Problem } from '../frontend/contract.ts';
import { NamedError } from './errors.ts';

/** The HTTP status of each refusal that a kiosk or a person may hear of. A name that is not here is a fault of ours. */
const STATUS = new Map([
  ['RequestMalformed', 400],
  ['KioskUnidentified', 401],
  ['PersonUnidentified', 401],
  ['PaymentDeclined', 402],
  ['DocumentExpired', 403],
  ['KioskUnknown', 403],
  ['OwnWork', 403],
  ['ResidentInactive', 403],
  ['RoleMissing', 403],
  ['SessionExpired', 403],
  ['TokenRefused', 403],
  ['WrongKiosk', 403],
  ['AlertUnknown', 404],
  ['BayUnknown', 404],
  ['BikeUnknown', 404],
  ['CaseUnknown', 404],
  ['PaymentUnknown', 404],
  ['KioskNotFound', 404],
  ['ReceiptUnknown', 404],
  ['StationUnknown', 404],
  ['PhotoUnknown', 404],
  ['ResidentUnknown', 404],
  ['RentalUnknown', 404],
  ['AlertClosed', 409],
  ['AlertsTooMany', 409],
  ['BayTaken', 409],
  ['BikeNotCarried', 409],
  ['RideUnknown', 404],
  ['ActionConflict', 409],
  ['BikeInUse', 409],
  ['WorkOrderUnknown', 404],
  ['BikeUnavailable', 409],
  ['CaseClosed', 409],
  ['CaseUnderWay', 409],
  ['CredentialReplayed', 409],
  ['DocumentTaken', 409],
  ['HouseholdElsewhere', 409],
  ['HouseholdFull', 409],
  ['KioskFull', 409],
  ['KioskNotRenting', 409],
  ['RedriveRefused', 409],
  ['ReservationConflict', 409],
  ['ReservationReleased', 409],
  ['ReservationStanding', 409],
  ['PhotosTooMany', 409],
  ['RefundRefused', 409],
  ['RideOver', 409],
  ['TransitionNeedless', 409],
  ['TransitionRefused', 409],
  ['ResidentRegistered', 409],
  ['ReviewClosed', 409],
  ['RentalConflict', 409],
  ['WorkOrderOutOfTurn', 409],
  ['WorkOrderTaken', 409],
  ['WorkPhotoMissing', 409],
  ['BodyTooLarge', 413],
  ['ContentTypeUnsupported', 415],
  ['BayUnknown', 422],
  ['CredentialStale', 422],
  ['CredentialUnreadable', 422],
  ['EndImplausible', 422],
  ['InvitationInvalid', 422],
  ['NoShowLimitReached', 422],
  ['PartyLimitReached', 422],
  ['PaymentMethodMissing', 422],
  ['PlaceMissing', 422],
  ['RequestInvalid', 422],
  ['TooManyAttempts', 429],
  ['TooManyRequests', 429],
  ['AcquirerUnavailable', 503],
  ['AdmissionFailed', 503],
  ['ServiceUnavailable', 503],
]);

/** A place in the request that was at fault: a JSON Pointer as a fragment (RFC 9457, section 3), or a parameter. */
export interface Fault {
  pointer: string;
  detail: string;
}

/** The request is not what the interface takes; says where. */
export class RequestInvalid extends NamedError {
  override readonly name = 'RequestInvalid';
  readonly faults: Fault[];

  constructor(faults: Fault[]) {
    super(`The request is not valid: ${faults.map((fault) => `${fault.pointer} ${fault.detail}`).join('; ')}.`);
    this.faults = faults;
  }
}

/** The caller has asked more often than it may. The same request may be tried again, later. */
export class TooManyRequests extends NamedError {
  override readonly name = 'TooManyRequests';
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`That was too often. Please try again in ${retryAfterSeconds} s.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const words = (name: string) => name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());

/** Problem details (RFC 9457) of a refusal by name: `RentalUnknown` becomes `urn:freewheel:problem:rental-unknown`. */
function named(name: string, status: number, detail: string): Problem {
  const title = words(name).join(' ');
  return {
    type: `urn:freewheel:problem:${words(name).join('-')}`,
    title: title.charAt(0).toUpperCase() + title.slice(1),
    status,
    detail,
  };
}

/** What the caller is told of an error. Of a fault of ours it learns no more than that it is ours. */
export function problemOf(error: unknown): Problem {
  const status = error instanceof NamedError ? STATUS.get(error.name) : undefined;
  if (!(error instanceof NamedError) || !status)
    return named('InternalFault', 500, 'Something went wrong on our side. The same request may be tried again.');
  const problem = named(error.name, status, error.message);
  return error instanceof RequestInvalid ? { ...problem, errors: error.faults } : problem;
}
