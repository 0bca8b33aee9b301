import { type Clock, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { eventHandler } from '../shared/event-handler.ts';
import { type DomainEvent, type Publish, publisher } from '../shared/events.ts';
import { documentClient } from '../shared/table.ts';
import { RecordFact } from '../storage/contract.ts';
import { BIKE_EVENTS } from './contract.ts';
import { bikesEnv } from './env.ts';
import { dynamoInventory, type Inventory } from './inventory.ts';
import { recordDocking } from './record-docking.ts';
import { recordTaking } from './record-taking.ts';
import { eventsOf } from './reservation.ts';

/**
 * Takes in what the sensors saw: a bike that was taken is on a trip, whatever the workflow thought, and one that
 * came back is available where it stands. Facts may be repeated, late, and in any order.
 *
 * @throws BikeUnknown, ItemContended
 */
export function followStorage(deps: { inventory: Inventory; publish: Publish; clock: Clock }) {
  const eventsFor = async (fact: RecordFact): Promise<DomainEvent[]> => {
    switch (fact.type) {
      case 'BikeTaken': {
        const { rentalId, slot, bikeId, at, kioskId, bay } = fact;
        const trip = await recordTaking(deps, { rentalId, slot, bikeId, at, from: { kiosk: kioskId, bay } });
        return eventsOf(trip, 'TripStarted', 'TripEnded');
      }
      case 'BikeDocked': {
        const { bikeId, at, kioskId, bay } = fact;
        const { ended, found } = await recordDocking(deps, { bikeId, at, kioskId, bay });
        if (found) return [{ type: found.type, detail: found }];
        return ended ? eventsOf(ended, 'TripEnded') : [];
      }
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
      clock: systemClock,
    });
  },
});
