import { NamedError } from '../../shared/errors.ts';

/** A bike is to be put down that nobody of the staff has picked up, or that stands somewhere else by now. */
export class BikeNotCarried extends NamedError {
  override readonly name = 'BikeNotCarried';
}

/** There is no such bay, or no kiosk that could have it. */
export class BayUnknown extends NamedError {
  override readonly name = 'BayUnknown';
}

/** Another bike stands in the bay. */
export class BayTaken extends NamedError {
  override readonly name = 'BayTaken';
}

/** Every bay of the kiosk is taken. */
export class KioskFull extends NamedError {
  override readonly name = 'KioskFull';
}

/** A bike cannot be dropped off nowhere. */
export class PlaceMissing extends NamedError {
  override readonly name = 'PlaceMissing';
}

/** The bike is somebody's just now: its record is made by sensors, and by the end of its ride. */
export class BikeInUse extends NamedError {
  override readonly name = 'BikeInUse';
}
