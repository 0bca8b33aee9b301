import { type Clock, instant, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { stepFunctionsTask, type WaitingTask } from '../../shared/waiting-task.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS, type BikeReturned } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { BikeUnknown } from '../errors.ts';
import { knownBay } from '../fleet/known-bay.ts';
import { type Bike, endTripUnseen, isOutWith, loseBike } from '../items/bike.ts';
import { dockBike } from '../items/docking.ts';
import { withoutPlace } from '../items/party.ts';
import { endUnseen, eventsOf, holdOf, type Reservation, rideOf, type UnseenEnd } from '../items/reservation.ts';
import { EndRide, RideEndedByHand } from '../operator-contract.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';
import { completeReturn } from './complete-return.ts';
import { EndImplausible, RideOver, RideUnknown } from './errors.ts';

interface Dependencies {
  inventory: Inventory;
  publish: Publish;
  task: WaitingTask<BikeReturned>;
  clock: Clock;
}

/**
 * How the ride ends by this command; a repeat finds how it has ended by it. A bike that nobody has put anywhere is missing
 * where it is still out with the ride, and is where it is known to be otherwise.
 */
function endOf({ hold, lost, docked, takenAt }: Reservation, bike: Bike, command: EndRide, nowMs: number): UnseenEnd {
  const { changeId, rentalId, slot, endedAt: at, place, by, reason } = command;
  if (lost?.byHand?.changeId === changeId) return lost;
  const ride = `The ride of place ${slot} of rental ${rentalId}`;
  if (!takenAt) throw new RideUnknown(`Nothing was taken for place ${slot} of rental ${rentalId}.`);
  const over = docked?.at ?? lost?.at;
  if (over) throw new RideOver(`${ride} ended at ${over}. What was paid too much can be refunded.`);
  if (at < takenAt || at > instant(nowMs))
    throw new EndImplausible(`${ride} began at ${takenAt}: it ends neither before that nor in the future.`);
  const stands = place && { kiosk: place.kioskId, bay: place.bay };
  const isOut = isOutWith(bike, hold);
  return {
    at,
    isMissing: isOut && !place,
    wasOut: isOut,
    byHand: { changeId, by, reason, ...(stands && { stands }) },
  };
}

/** The bike where the operator says that it stands, or missing. One that is known to have gone on since stays as it is. */
function afterRide(bike: Bike, hold: string, { at, byHand }: UnseenEnd, nowMs: number): Bike {
  const stands = byHand?.stands;
  if (!stands || !isOutWith(bike, hold)) return loseBike(bike, hold, at);
  const stood = { at: instant(nowMs), kioskId: stands.kiosk, bay: stands.bay, trip: hold };
  return dockBike(endTripUnseen(bike, hold), stood);
}

/**
 * Ends a ride at an operator's word: its rider pays until then, has the place in the party back, and the workflow that
 * waits for the return goes on. Made once for each change, and whatever a crash left undone is done by a repeat.
 *
 * @throws RideUnknown, RideOver, EndImplausible, BayUnknown, BikeUnknown, ItemContended
 */
export function endRide(deps: Dependencies) {
  const { inventory, publish, task, clock } = deps;
  const end = async (command: EndRide): Promise<Reservation | undefined> => {
    const hold = holdOf(command.rentalId, command.slot);
    const found = await inventory.readReservation(hold);
    if (!found?.bikeId) throw new RideUnknown(`Rental ${command.rentalId} has no place ${command.slot}.`);
    const now = clock.now();
    const bike = await inventory.readBike(found.bikeId);
    if (!bike) throw new BikeUnknown(`Bike ${found.bikeId} is not in the inventory, so its ride cannot be ended.`);
    const lost = endOf(found, bike, command, now);
    const parties = found.partyRef ? [await inventory.readParty(found.partyRef)] : [];
    const isDone = !bike.trips.includes(hold) && parties.every(({ out }) => !out.includes(hold));
    if (found.lost && isDone) return found;

    const ended = endUnseen(found, lost, now);
    const freed = parties.map((party) => withoutPlace(party, hold, now));
    return (await inventory.save(ended, ...freed, afterRide(bike, hold, lost, now))) ? ended : undefined;
  };
  return async (command: EndRide): Promise<RideEndedByHand> => {
    const { rentalId, place } = command;
    if (place) await knownBay(inventory, place);
    const ended = await untilSaved(() => end(command));
    await publish(eventsOf(ended, 'BikeMissing', 'TripEnded'));
    await completeReturn(task, ended);
    return RideEndedByHand.parse({ rentalId, ...rideOf(ended), isMissing: ended.lost?.isMissing });
  };
}

export const handler = workflowHandler({
  command: EndRide,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus });
    return endRide({
      inventory: dynamoInventory(documentClient(), env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      task: stepFunctionsTask(),
      clock: systemClock,
    });
  },
});
