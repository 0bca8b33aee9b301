import { NamedError } from '../shared/errors.ts';

/** The acquirer will not hold the money on this card. It stays so for this rental. */
export class PaymentDeclined extends NamedError {
  override readonly name = 'PaymentDeclined';
}

/** A visitor gave no card. */
export class PaymentMethodMissing extends NamedError {
  override readonly name = 'PaymentMethodMissing';
}

/** The payment was given back, declined or charged. It stays so: what comes later holds and takes nothing. */
export class PaymentClosed extends NamedError {
  override readonly name = 'PaymentClosed';
}

/** There is no payment for this rental, or none of which one knows that anything is held. */
export class PaymentUnknown extends NamedError {
  override readonly name = 'PaymentUnknown';
}

/** More was to be given back than was taken, or the acquirer would not give it back. */
export class RefundRefused extends NamedError {
  override readonly name = 'RefundRefused';
}

/** The acquirer gave no answer, or none that can be relied on. The same request may be tried again. */
export class AcquirerUnavailable extends NamedError {
  override readonly name = 'AcquirerUnavailable';
}
