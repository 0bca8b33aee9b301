import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { eventHandler } from '../../shared/event-handler.ts';
import { type DomainEvent, type Publish, publisher } from '../../shared/events.ts';
import { documentClient } from '../../shared/table.ts';
import { stepFunctionsTask, type WaitingTask } from '../../shared/waiting-task.ts';
import { type CommandFact, RecordFact } from '../../storage/contract.ts';
import { BIKE_EVENTS, type BikeEvent, type BikeReturned } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { reported } from '../items/damage.ts';
import { eventsOf, eventsOfTaking, type Reservation } from '../items/reservation.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';
import { completeReturn } from './complete-return.ts';
import { recordDocking } from './record-docking.ts';
import { recordNoDock } from './record-no-dock.ts';
import { recordTaking } from './record-taking.ts';

interface StorageFollower {
  inventory: Inventory;
  publish: Publish;
  task: WaitingTask<BikeReturned>;
  clock: Clock;
}

/** That the bike is out, where the trip is with another one, and so tells nothing of it. */
function besides(trip: Reservation, fact: CommandFact): DomainEvent[] {
  const { rentalId, slot, bikeId, at, kioskId, bay } = fact;
  if (trip.bikeId === bikeId) return [];
  const detail: BikeEvent = { type: 'BikeTakenBeside', at, bikeId, kioskId, bay, rentalId, slot };
  return [{ type: detail.type, detail }];
}

/**
 * Takes in what the sensors saw: a bike that was taken is on a trip, whatever the workflow thought, and one that
 * came back is available where it stands, and whoever waits for that is told. Facts may be repeated, late, and in any
 * order.
 *
 * @throws BikeUnknown, ItemContended
 */
export function followStorage(deps: StorageFollower) {
  const eventsFor = async (fact: RecordFact): Promise<DomainEvent[]> => {
    switch (fact.type) {
      case 'BikeTaken': {
        const { rentalId, slot, bikeId, at, kioskId, bay } = fact;
        const trip = await recordTaking(deps, { rentalId, slot, bikeId, at, from: { kiosk: kioskId, bay } });
        await completeReturn(deps.task, trip);
        return [...eventsOfTaking(trip), ...besides(trip, fact)];
      }
      case 'BikeDocked': {
        const { bikeId, at, kioskId, bay } = fact;
        const { ended, found, reports } = await recordDocking(deps, { bikeId, at, kioskId, bay });
        if (ended) await completeReturn(deps.task, ended);
        return [
          ...(ended ? eventsOf(ended, 'TripEnded') : []),
          ...(found ? [{ type: found.type, detail: found }] : []),
          ...reports.map((report) => reported(bikeId, report)),
        ];
      }
      case 'NoDockFree':
        await recordNoDock(deps, fact);
        return [];
      default:
        return [];
    }
  };
  return async (fact: RecordFact): Promise<void> => {
    await deps.publish(await eventsFor(fact));
  };
}

export const handler = eventHandler({
  detail: RecordFact,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus });
    return followStorage({
      inventory: dynamoInventory(documentClient(), env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      task: stepFunctionsTask(),
      clock: systemClock,
    });
  },
});
