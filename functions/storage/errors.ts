import { NamedError } from '../shared/errors.ts';

/** The kiosk would not carry out the command: it was too late, or its token was not right. */
export class CommandRefused extends NamedError {
  override readonly name = 'CommandRefused';
}

/** The bike does not stand in the bay where we thought it did. */
export class BikeMisplaced extends NamedError {
  override readonly name = 'BikeMisplaced';
}

/** The machine could not finish what it had begun. */
export class HardwareFault extends NamedError {
  override readonly name = 'HardwareFault';
}

/** The kiosk was without power in the middle of a command. Neither machine nor bike is known to be at fault. */
export class PowerLost extends NamedError {
  override readonly name = 'PowerLost';
}

/** The door was open and nobody took the bike; it is back in its bay. */
export class BikeNotTaken extends NamedError {
  override readonly name = 'BikeNotTaken';
}

/** The command was taken back. It stays so: giving it again moves nothing. */
export class CommandCancelled extends NamedError {
  override readonly name = 'CommandCancelled';
}

/** A door may have opened before a bike, and its kiosk has not said what became of that: nobody knows who has the bike. */
export class HandoverUnsettled extends NamedError {
  override readonly name = 'HandoverUnsettled';
}

/** A kiosk told of what is not its own: of another kiosk, or of a command that another was given. Nobody was told. */
export class FactRefused extends NamedError {
  override readonly name = 'FactRefused';
}
