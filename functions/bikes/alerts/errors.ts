import { NamedError } from '../../shared/errors.ts';

/** There is no alert of this id. */
export class AlertUnknown extends NamedError {
  override readonly name = 'AlertUnknown';
}

/** The alert was taken back. It stays so: another one has another id. */
export class AlertClosed extends NamedError {
  override readonly name = 'AlertClosed';
}

/** More alerts are shown than riders would read. */
export class AlertsTooMany extends NamedError {
  override readonly name = 'AlertsTooMany';
}
