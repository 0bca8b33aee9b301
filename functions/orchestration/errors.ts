import { NamedError } from '../shared/errors.ts';

/** The session is not there, is over, was spent on another rental, or is another kiosk's: to whoever asks, all one. */
export class SessionExpired extends NamedError {
  override readonly name = 'SessionExpired';

  constructor() {
    super('This session has ended. Please scan your ID again.');
  }
}

/** The workflow `admission` gave no answer, for a reason that is none of the rider's. */
export class AdmissionFailed extends NamedError {
  override readonly name = 'AdmissionFailed';
}

/** A visitor has given no card. */
export class PaymentMethodMissing extends NamedError {
  override readonly name = 'PaymentMethodMissing';
}

/** More bikes than the rider's party may have out at once. */
export class PartyLimitReached extends NamedError {
  override readonly name = 'PartyLimitReached';
}

/** Fewer bikes at the kiosk than asked for. */
export class BikeUnavailable extends NamedError {
  override readonly name = 'BikeUnavailable';
}

/** The rental's id stands for another request. */
export class RentalConflict extends NamedError {
  override readonly name = 'RentalConflict';
}

/** No such rental, or none of this kiosk's. */
export class RentalUnknown extends NamedError {
  override readonly name = 'RentalUnknown';
}

/** Admission refused the rider's credential, or named somebody else than the rider who started the rental. */
export class RiderNotVouched extends NamedError {
  override readonly name = 'RiderNotVouched';
}
