import { NamedError } from '../shared/errors.ts';

/** Not sealed to our key, damaged on the way, or not what a kiosk seals. Says nothing of the content. */
export class CredentialUnreadable extends NamedError {
  override readonly name = 'CredentialUnreadable';
}

/** Sealed too long ago, or at a time that is yet to come. */
export class CredentialStale extends NamedError {
  override readonly name = 'CredentialStale';
}

/** Another session has used this very scan. */
export class CredentialReplayed extends NamedError {
  override readonly name = 'CredentialReplayed';
}

/** The scan was made at another kiosk than the one that sent it. */
export class WrongKiosk extends NamedError {
  override readonly name = 'WrongKiosk';
}

export class DocumentExpired extends NamedError {
  override readonly name = 'DocumentExpired';
}

/** More scans from one kiosk than riders make: nothing was looked up. */
export class TooManyAttempts extends NamedError {
  override readonly name = 'TooManyAttempts';
}
