import * as z from 'zod/mini';
import { type Clock, systemClock } from '../../../seams/clock.ts';
import { Receipt } from '../../payments/contract.ts';
import { readEnv } from '../../shared/env.ts';
import { eventHandler } from '../../shared/event-handler.ts';
import { documentClient } from '../../shared/table.ts';
import { bikesEnv, logEnv } from '../env.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';
import { eventEntry, fareEntries, kioskOf, type LogEntry } from './log-entry.ts';
import { FleetNews } from './vehicle-event.ts';
import { dynamoVehicleLog, type VehicleLog } from './vehicle-log.ts';

/** What payments tells once a rental's rides are priced. */
const RidesPriced = z.object({
  type: z.literal('PaymentCaptured'),
  rentalId: Receipt.shape.rentalId,
  receipt: z.pick(Receipt, { kind: true, lines: true }),
});
const News = z.union([FleetNews, RidesPriced]);
type News = z.infer<typeof News>;

/**
 * Writes down what happened to a bike, in MDS's words, with the kiosk as it is called and stands at that time. Told again,
 * it is there already; told late or out of order, it takes its place by the time at which it happened.
 */
export function recordVehicleEvent(deps: {
  log: VehicleLog;
  inventory: Pick<Inventory, 'readKiosk'>;
  city: string;
  clock: Clock;
}) {
  const { log, inventory, city, clock } = deps;
  const entriesOf = async (news: News): Promise<LogEntry[]> => {
    if (news.type === 'PaymentCaptured')
      return fareEntries(city, { rentalId: news.rentalId, ...news.receipt }, clock.now());
    const kioskId = kioskOf(news);
    const kiosk = kioskId === undefined ? undefined : await inventory.readKiosk(kioskId);
    const entry = eventEntry(city, news, kiosk, clock.now());
    return entry ? [entry] : [];
  };
  return async (news: News): Promise<void> => {
    for (const entry of await entriesOf(news)) await log.append(entry);
  };
}

export const handler = eventHandler({
  detail: News,
  bind: () => {
    const { table, city } = bikesEnv;
    const env = readEnv({ table, city, log: logEnv.table });
    const client = documentClient();
    return recordVehicleEvent({
      log: dynamoVehicleLog(client, env.log),
      inventory: dynamoInventory(client, env.table),
      city: env.city,
      clock: systemClock,
    });
  },
});
