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

/** The kiosk has no bay of that number. */
