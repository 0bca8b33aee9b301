import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { documentClient, itemStore } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { type FleetImported, ImportFleet } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { inParts } from '../in-parts.ts';
import { newBike } from '../items/bike.ts';
import { described, newKiosk, statusOf } from '../items/station.ts';
import { iotStationBoard, type StationBoard } from '../stations/station-board.ts';
import { type Directory, kioskDirectory } from '../store/directory.ts';
import { dynamoInventory, type Inventory, standingNow } from '../store/inventory.ts';

/**
 * Takes kiosks and bikes into the inventory. Bikes that are there already stay as they are, so that the same fleet may be
 * imported at each start. Shows at the end what each station has to offer.
 */
export function importFleet(deps: { inventory: Inventory; directory: Directory; board: StationBoard; clock: Clock }) {
  const { inventory, directory, board, clock } = deps;
  const show = async (kioskId: string, bikes: ImportFleet['bikes']) => {
    const kiosk = await inventory.readKiosk(kioskId);
    if (!kiosk) return;
    const imported = bikes.filter((bike) => bike.kioskId === kioskId).map(({ bikeId }) => bikeId);
    await board.show(statusOf(kioskId, kiosk, await standingNow(inventory, kioskId, imported), clock.now()));
  };
  const addKiosk = async (told: ImportFleet['kiosks'][number]) => {
    const kiosk = await inventory.readKiosk(told.kioskId);
    if (!kiosk) return inventory.save(newKiosk(told));
    const next = described(kiosk, told);
    if (next) await inventory.save(next);
    return false;
  };
  const addBike = async ({ bikeId, kioskId, bay }: ImportFleet['bikes'][number]) =>
    !(await inventory.readBike(bikeId)) && inventory.save(newBike(bikeId, kioskId, bay));
  return async ({ kiosks, bikes }: ImportFleet): Promise<FleetImported> => {
    const newKiosks = await inParts(kiosks, addKiosk);
    await directory.add(kiosks.map(({ kioskId }) => kioskId));
    const newBikes = await inParts(bikes, addBike);
    await inParts(kiosks, ({ kioskId }) => show(kioskId, bikes));
    return { kiosks: newKiosks.filter(Boolean).length, bikes: newBikes.filter(Boolean).length };
  };
}

export const handler = workflowHandler({
  command: ImportFleet,
  bind: () => {
    const { table, city } = bikesEnv;
    const env = readEnv({ table, city });
    const client = documentClient();
    return importFleet({
      inventory: dynamoInventory(client, env.table),
      directory: kioskDirectory(itemStore(client, env.table)),
      board: iotStationBoard(env.city),
      clock: systemClock,
    });
  },
});
