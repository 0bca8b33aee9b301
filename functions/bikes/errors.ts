import { NamedError } from '../shared/errors.ts';

/** The kiosk has fewer bikes to give than were asked for. */
export class BikeUnavailable extends NamedError {
  override readonly name = 'BikeUnavailable';
}

/** The rider's household has as many bikes out as it may have. */
export class PartyLimitReached extends NamedError {
  override readonly name = 'PartyLimitReached';
}

/** The kiosk rents nothing just now: it is being emptied or closed, or nothing is heard of it. */
export class KioskNotRenting extends NamedError {
  override readonly name = 'KioskNotRenting';
}

export class KioskUnknown extends NamedError {
  override readonly name = 'KioskUnknown';
}

/** Somebody asks about a station that the city does not have. */
export class StationUnknown extends NamedError {
  override readonly name = 'StationUnknown';
}

export class BikeUnknown extends NamedError {
  override readonly name = 'BikeUnknown';
}

/** The trip cannot start: this rental has not reserved this bike, or has released it. */
export class BikeNotReserved extends NamedError {
  override readonly name = 'BikeNotReserved';
}

/** The place in the rental was given up. It stays so: a reservation that comes later takes nothing. */
export class ReservationReleased extends NamedError {
  override readonly name = 'ReservationReleased';
}

/** The party has bikes waiting at a kiosk, and may have that once. */
export class ReservationStanding extends NamedError {
  override readonly name = 'ReservationStanding';
}

/** The id of a reservation stands for another kiosk, or another number of bikes. */
export class ReservationConflict extends NamedError {
  override readonly name = 'ReservationConflict';
}

/** Nobody came for what the party had reserved, more often than the city lets anybody. */
export class NoShowLimitReached extends NamedError {
  override readonly name = 'NoShowLimitReached';
}

/** There is no photo of the bike, and none will come in time. The rental goes on without. */
export class PhotoUnavailable extends NamedError {
  override readonly name = 'PhotoUnavailable';
}

/** No photo of this id is asked for, or can be looked at. */
export class PhotoUnknown extends NamedError {
  override readonly name = 'PhotoUnknown';
}

/** MDS knows no way from the state that the bike is in to the one that was asked for. */
export class TransitionRefused extends NamedError {
  override readonly name = 'TransitionRefused';
}

/** The bike is in that state already, and was not to be put elsewhere: nothing was changed. */
export class TransitionNeedless extends NamedError {
  override readonly name = 'TransitionNeedless';
}

/** A bike cannot be dropped off nowhere. */
export class PlaceMissing extends NamedError {
  override readonly name = 'PlaceMissing';
}

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

/** A bike is to be put down that nobody of the staff has picked up, or that stands somewhere else by now. */
export class BikeNotCarried extends NamedError {
  override readonly name = 'BikeNotCarried';
}

/** The kiosk has no bay of that number. */
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

/** The bike is somebody's just now: its record is made by sensors, and by the end of its ride. */
export class BikeInUse extends NamedError {
  override readonly name = 'BikeInUse';
}
