import * as z from 'zod/mini';
import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { eventHandler } from '../../shared/event-handler.ts';
import { documentClient } from '../../shared/table.ts';
import { BikeEvent } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { KioskUnknown } from '../errors.ts';
import { statusOf } from '../items/station.ts';
import { dynamoInventory, type Inventory, standingNow } from '../store/inventory.ts';
import { iotStationBoard, type StationBoard } from './station-board.ts';

/**
 * What events say: which bike or bay has changed, and at which kiosk, or at which two; or of one that stands nowhere. An
 * event about a kiosk names no bike.
 */
const Change = z.object({
  bikeId: z.optional(BikeEvent.shape.bikeId),
  kioskId: z.optional(BikeEvent.shape.kioskId),
  leftKioskId: z.optional(BikeEvent.shape.kioskId),
});
type Change = z.infer<typeof Change>;

/**
 * Shows anew what a kiosk has to offer, after it or one of its bikes or bays has changed.
 *
 * @throws KioskUnknown
 */
export function publishStation(deps: { inventory: Inventory; board: StationBoard; clock: Clock }) {
  const show = async (kioskId: string, bikeIds: string[]): Promise<void> => {
    // Two that show a station at once may finish in either order: the one that looked later has the later `as_of`.
    const asOf = deps.clock.now();
    const kiosk = await deps.inventory.readKiosk(kioskId);
    if (!kiosk) throw new KioskUnknown(`There is no kiosk ${kioskId} in the inventory.`);
    const standing = await standingNow(deps.inventory, kioskId, bikeIds);
    await deps.board.show(statusOf(kioskId, kiosk, standing, asOf));
  };
  return async ({ kioskId, leftKioskId, bikeId }: Change): Promise<void> => {
    const bikeIds = bikeId === undefined ? [] : [bikeId];
    for (const changed of [kioskId, leftKioskId]) if (changed) await show(changed, bikeIds);
  };
}

export const handler = eventHandler({
  detail: Change,
  bind: () => {
    const { table, city } = bikesEnv;
    const env = readEnv({ table, city });
    return publishStation({
      inventory: dynamoInventory(documentClient(), env.table),
      board: iotStationBoard(env.city),
      clock: systemClock,
    });
  },
});
