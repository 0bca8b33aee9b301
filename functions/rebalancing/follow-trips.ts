import { type Clock, systemClock } from '../../seams/clock.ts';
import { BikeEvent } from '../bikes/contract.ts';
import { readEnv } from '../shared/env.ts';
import { eventHandler } from '../shared/event-handler.ts';
import { keptUntil } from '../shared/retention.ts';
import { documentClient } from '../shared/table.ts';
import { rebalancingEnv } from './env.ts';
import { hourOf } from './flow.ts';
import { dynamoFlows, type FlowStore } from './flow-store.ts';

/**
 * Notes where trips begin and end, in the hour in which they did, however often and late that is told. The few that an
 * operator has ended by hand are told, and noted, as if their bikes had come back to where they began.
 */
export function followTrips({ flows, clock }: { flows: FlowStore; clock: Clock }) {
  return async ({ type, at, kioskId, rentalId, slot }: BikeEvent): Promise<void> => {
    if (type !== 'TripStarted' && type !== 'TripEnded') return;
    const direction = type === 'TripStarted' ? 'departures' : 'arrivals';
    const trip = `${rentalId}#${slot}`;
    await flows.note({ kioskId, hour: hourOf(at), direction, trip, ttl: keptUntil(clock.now(), 'flow') });
  };
}

export const handler = eventHandler({
  detail: BikeEvent,
  bind: () => {
    const { table } = readEnv({ table: rebalancingEnv.table });
    return followTrips({ flows: dynamoFlows(documentClient(), table), clock: systemClock });
  },
});
