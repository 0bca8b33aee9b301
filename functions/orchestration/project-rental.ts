import * as z from 'zod/mini';
import { readEnv } from '../shared/env.ts';
import { eventHandler } from '../shared/event-handler.ts';
import { documentClient } from '../shared/table.ts';
import { orchestrationEnv } from './env.ts';
import { observe } from './observation.ts';
import { dynamoRentals, type RentalStore } from './rental-store.ts';
import { isSettled, kiosksOf, rentalView } from './rental-view.ts';
import { dynamoSessions, type SessionStore } from './session-store.ts';
import { iotViewPublisher, type ViewPublisher } from './view-publisher.ts';

interface Dependencies {
  rentals: RentalStore;
  sessions: SessionStore;
  publisher: ViewPublisher;
  rentalArn: string;
}

/**
 * Keeps what an event says of a rental, and tells the kiosk how the rental stands now; so too the kiosks where a bike
 * of it came back, since its rider stands there. EventBridge delivers at
 * least once and in any order: an event that comes again changes nothing, and is published again in case the
 * first delivery died before it was. When the workflow is done, so is the rider's session.
 */
export function projectRental({ rentals, sessions, publisher, rentalArn }: Dependencies) {
  return async (detail: unknown): Promise<void> => {
    const observed = observe(detail, rentalArn);
    if (!observed) return;
    const rental = await rentals.see(observed.rentalId, observed.key, observed.observation);
    if (!rental) return;
    if (isSettled(rental)) await sessions.close(rental.sessionId);
    const view = rentalView(rental);
    for (const kioskId of kiosksOf(rental)) await publisher.publish(kioskId, view);
  };
}

/** Four sources tell of rentals, in shapes that cannot be mistaken for one another. */
export const handler = eventHandler({
  detail: z.unknown(),
  bind: () => {
    const { rentalsTable, sessionsTable, rentalArn, city } = orchestrationEnv;
    const env = readEnv({ rentalsTable, sessionsTable, rentalArn, city });
    const client = documentClient();
    return projectRental({
      rentals: dynamoRentals(client, env.rentalsTable),
      sessions: dynamoSessions(client, env.sessionsTable),
      publisher: iotViewPublisher(env.city),
      rentalArn: env.rentalArn,
    });
  },
});
