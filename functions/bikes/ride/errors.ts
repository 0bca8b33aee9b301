import { NamedError } from '../../shared/errors.ts';

/** Nothing was taken for this place of a rental, so that there is no ride. */
export class RideUnknown extends NamedError {
  override readonly name = 'RideUnknown';
}

/** The ride is over. What its rider has paid too much can be given back. */
export class RideOver extends NamedError {
  override readonly name = 'RideOver';
}

/** A ride ends neither before it began nor in the future. */
export class EndImplausible extends NamedError {
  override readonly name = 'EndImplausible';
}
