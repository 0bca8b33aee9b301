import type { News } from './case.ts';
import type { Case } from './contract.ts';
import type { Unsettled } from './discrepancies.ts';

interface Saying {
  owner: Case['owner'];
  summary: (one: Unsettled) => string;
  remedy: string;
}

/** By what is wrong, the sentences that tell a person. The runbook (docs/operations.md) has the long form. */
export const SAYINGS: Record<Unsettled['what'], Saying> = {
  bikeInTwoBays: {
    owner: 'fleet',
    summary: ({ bikeId, seen }) => `Bike ${bikeId} is seen in two places at once: ${seen}.`,
    remedy: 'Read the tags of both bikes on the spot, and replace the one that is wrong.',
  },
  bayClaimedTwice: {
    owner: 'fleet',
    summary: ({ seen }) => `Two bikes are recorded in one bay: ${seen}.`,
    remedy: 'Look which of them stands there, and correct the record of the other one.',
  },
  bikeUnknown: {
    owner: 'fleet',
    summary: ({ bikeId, seen }) => `Bike ${bikeId} is seen in ${seen} and is not in the inventory.`,
    remedy: 'See whose bike it is; take it into the inventory (provision), or out of the bay.',
  },
  bikeStandsWhileOut: {
    owner: 'fleet',
    summary: ({ bikeId, seen }) => `Bike ${bikeId} is seen in ${seen}, and is recorded as out.`,
    remedy: 'See whether the kiosk has told of its return; lift the bike out and dock it again, which ends its ride.',
  },
  bikeStandsElsewhere: {
    owner: 'fleet',
    summary: ({ bikeId, seen }) => `Bike ${bikeId} is seen in ${seen}, and is recorded at another kiosk.`,
    remedy: 'Lift the bike out and dock it again, so that the kiosk tells that it is there.',
  },
  bikeUnseen: {
    owner: 'fleet',
    summary: ({ bikeId, seen }) => `Bike ${bikeId} is recorded in ${seen}, and no sensor sees it.`,
    remedy: 'Look whether it stands there: if so, mend the sensor; if not, look for the bike.',
  },
  bikeOutWithoutRide: {
    owner: 'fleet',
    summary: ({ bikeId, seen }) => `Bike ${bikeId} is out for ${seen}, which is over.`,
    remedy: 'Look for the bike; docking it at any kiosk ends its trip.',
  },
  bikeCarriedTooLong: {
    owner: 'fleet',
    summary: ({ bikeId, seen }) => `Bike ${bikeId} is with ${seen}, and was put down nowhere.`,
    remedy: 'Ask who has it; it is dropped off at a kiosk, or decommissioned if it is lost.',
  },
  logDiffers: {
    owner: 'operations',
    summary: ({ bikeId, seen }) => `Bike ${bikeId} is recorded ${seen}.`,
    remedy: 'Find out which of the two tables was restored or written by hand, and tell the city what is right.',
  },
  holdOfUnknownRental: {
    owner: 'operations',
    summary: ({ seen }) => `Something is held for ${seen}, which nobody has asked for.`,
    remedy: 'Find out where the reservation came from, before it is freed.',
  },
  captureWithoutRide: {
    owner: 'payments',
    summary: ({ rentalId, seen }) =>
      `Money is being captured for rental ${rentalId}, of which no bike was taken: ${seen}.`,
    remedy: 'Compare with the acquirer, and refund what was captured.',
  },
  rideUncharged: {
    owner: 'payments',
    summary: ({ rentalId, seen }) =>
      `The bikes of rental ${rentalId} are back, and its hold was not captured: ${seen}.`,
    remedy: 'See whether its ride ran: redrive the rental or the ride, or void the hold.',
  },
  rideEndedLate: {
    owner: 'payments',
    summary: ({ bikeId, rentalId, seen }) =>
      `Bike ${bikeId} came back before its ride of rental ${rentalId} was ended without a sensor: ${seen}.`,
    remedy: 'Reckon what the ride costs until the bike came back, and refund what was paid above that.',
  },
  paymentOfUnknownRental: {
    owner: 'payments',
    summary: ({ rentalId, seen }) => `There is a payment for rental ${rentalId}, which nobody has asked for: ${seen}.`,
    remedy: 'Find out where the payment came from, before it is voided.',
  },
};

/** The case of a difference. Seen again it says nothing new; once closed, this very difference does not open it again. */
export function discrepancyCase(one: Unsettled): News {
  const { owner, summary, remedy } = SAYINGS[one.what];
  return {
    caseId: `discrepancy/${one.what}/${one.name}`,
    kind: 'discrepancy',
    owner,
    summary: summary(one),
    remedy,
    ...(one.bikeId ? { bikeId: one.bikeId } : {}),
    ...(one.rentalId ? { rentalId: one.rentalId } : {}),
    turn: 0,
    isOver: false,
    did: 'found the difference',
  };
}
