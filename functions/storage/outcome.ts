import type { CommandFact, Fact } from './contract.ts';
import { BikeNotTaken, CommandRefused, HardwareFault } from './errors.ts';

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

/** The error by which a workflow learns of an outcome; undefined where the command did what it was to do. */
export function faultOf(outcome: Outcome): CommandRefused | HardwareFault | BikeNotTaken | undefined {
  const { bikeId, bay, kioskId } = outcome;
  switch (outcome.type) {
    case 'CommandRefused':
      return new CommandRefused(`${kioskId} refused the command for bike ${bikeId} in bay ${bay}: ${outcome.reason}.`);
    case 'CommandFailed':
      return new HardwareFault(`${kioskId} could not hand over bike ${bikeId} from bay ${bay}: ${outcome.fault}.`);
    case 'BikeNotTaken':
      return new BikeNotTaken(`Nobody took bike ${bikeId} at ${kioskId}; it is back in bay ${bay}.`);
    default:
      return undefined;
  }
}
