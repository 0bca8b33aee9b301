import { type Clock, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { eventHandler } from '../shared/event-handler.ts';
import { documentClient } from '../shared/table.ts';
import { BikeEvent } from './contract.ts';
import { bikesEnv } from './env.ts';
import { KioskUnknown } from './errors.ts';
import { dynamoInventory, type Inventory, standingNow } from './inventory.ts';
import { statusOf } from './station.ts';
import { iotStationBoard, type StationBoard } from './station-board.ts';

/**
 * Shows anew what a kiosk has to offer, after one of its bikes has changed.
 *
 * @throws KioskUnknown
 */
export function publishStation(deps: { inventory: Inventory; board: StationBoard; clock: Clock }) {
  return async ({ kioskId, bikeId }: Pick<BikeEvent, 'kioskId' | 'bikeId'>): Promise<void> => {
    const kiosk = await deps.inventory.readKiosk(kioskId);
    if (!kiosk) throw new KioskUnknown(`There is no kiosk ${kioskId} in the inventory.`);
    const standing = await standingNow(deps.inventory, kioskId, [bikeId]);
    await deps.board.show(statusOf(kioskId, kiosk, standing, deps.clock.now()));
  };
}

export const handler = eventHandler({
  detail: BikeEvent,
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
