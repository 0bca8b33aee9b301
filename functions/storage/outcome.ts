import type { CommandFact, CommandKind, Fact } from './contract.ts';
import { BikeMisplaced, BikeNotTaken, CommandRefused, HardwareFault, PowerLost } from './errors.ts';

/** How a command ended. */
export type Outcome = Extract<
  CommandFact,
  { type: 'BikeAtHatch' | 'BikeTaken' | 'BikeNotTaken' | 'CommandRefused' | 'CommandFailed' }
>;

/** Whether the fact is about a command, and not about the kiosk at large. */
export function isAboutCommand(fact: Fact): fact is CommandFact {
  return 'commandId' in fact;
}

/** Whether the command is over with this fact. */
export function isOutcome(fact: CommandFact): fact is Outcome {
  return ['BikeAtHatch', 'BikeTaken', 'BikeNotTaken', 'CommandRefused', 'CommandFailed'].includes(fact.type);
}

/**
 * The error by which a workflow learns of how a command of this kind ended; undefined where it did what it was to do.
 * A kiosk that is to move a bike and finds another in its bay, or none, refuses for a reason that the next rider
 * would meet too, so that it has a name of its own.
 */
export function faultOf(outcome: Outcome, kind: CommandKind | undefined): Error | undefined {
  const { bikeId, bay, kioskId } = outcome;
  switch (outcome.type) {
    case 'CommandRefused':
      if (outcome.reason === 'wrongBike' && kind === 'move')
        return new BikeMisplaced(`${kioskId} does not find bike ${bikeId} in bay ${bay}.`);
      return new CommandRefused(`${kioskId} refused the command for bike ${bikeId} in bay ${bay}: ${outcome.reason}.`);
    case 'CommandFailed':
      if (outcome.fault === 'powerLoss')
        return new PowerLost(`The power of ${kioskId} failed while it handed over bike ${bikeId} from bay ${bay}.`);
      return new HardwareFault(`${kioskId} could not hand over bike ${bikeId} from bay ${bay}: ${outcome.fault}.`);
    case 'BikeNotTaken':
      return new BikeNotTaken(`Nobody took bike ${bikeId} at ${kioskId}; it is back in bay ${bay}.`);
    default:
      return undefined;
  }
}
