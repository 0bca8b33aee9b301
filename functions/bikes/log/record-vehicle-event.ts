import * as z from 'zod/mini';
import { Receipt } from '../../payments/contract.ts';
import { eventHandler } from '../../shared/event-handler.ts';
import { documentClient } from '../../shared/table.ts';
import { BikeEvent, BikeFound, DamageReported } from '../contract.ts';
import { BikeChanged } from '../fleet-contract.ts';
import type { Inventory } from '../store/inventory.ts';
import { copyHistory, dynamoHistory, type HistoryDependencies } from './history.ts';
import { fareEntries, pointOf, tripEntry } from './log-entry.ts';

/** What payments tells once a rental's rides are priced. */
const RidesPriced = z.object({
  type: z.literal('PaymentCaptured'),
  rentalId: Receipt.shape.rentalId,
  receipt: z.pick(Receipt, { kind: true, lines: true }),
});
const News = z.union([RidesPriced, BikeEvent, BikeFound, BikeChanged, DamageReported]);
type News = z.infer<typeof News>;

/**
 * Writes down what happened to a bike, in MDS's words: whatever is told of it, its record says through which states it has
 * gone. Of its trips, and of their fares, the events themselves say what there is to say. Told again, all is there already;
 * told late or out of order, it takes its place by the time at which it happened.
 */
export function recordVehicleEvent(
  deps: HistoryDependencies & { inventory: Pick<Inventory, 'readBike' | 'readKiosk'> },
) {
  const { log, inventory, city, clock } = deps;
  const noteTrip = async (news: BikeEvent) => {
    const point = pointOf(news);
    if (point) await log.append(tripEntry(city, news, point, await inventory.readKiosk(news.kioskId), clock.now()));
  };
  return async (news: News): Promise<void> => {
    if ('receipt' in news) {
      for (const entry of fareEntries(city, { rentalId: news.rentalId, ...news.receipt }, clock.now()))
        await log.append(entry);
      return;
    }
    if ('slot' in news) await noteTrip(news);
    const bike = await inventory.readBike(news.bikeId);
    if (bike) await copyHistory(deps, bike);
  };
}

export const handler = eventHandler({
  detail: News,
  bind: () => recordVehicleEvent(dynamoHistory(documentClient())),
});
