import { readEnv } from '../../shared/env.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import { baysClosed, baysFree } from '../items/bays.ts';
import { CountStations, type StationCounts, type StationsCounted } from '../stations-contract.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';

/**
 * Some kiosks with the bays that can be used, and how many bikes stand there in which state. A bay that is out of service
 * is no dock, and a bike in one is nobody's to take.
 */
export function countStations({ inventory }: { inventory: Inventory }) {
  const snapshot = async (kioskId: string): Promise<StationCounts[]> => {
    const [kiosk, bikes] = await Promise.all([inventory.readKiosk(kioskId), inventory.listStanding(kioskId)]);
    // A kiosk that was imported before kiosks had positions is on no map.
    if (!kiosk?.position) return [];
    const { name, position } = kiosk;
    const closed = baysClosed(kiosk);
    const standing: StationCounts['standing'] = {};
    for (const { state: recorded, bay } of bikes) {
      const state = recorded === 'available' && closed.includes(bay) ? 'non_operational' : recorded;
      standing[state] = (standing[state] ?? 0) + 1;
    }
    return [{ kioskId, name, position, bays: bikes.length + baysFree(kiosk, bikes), standing }];
  };
  return async ({ kioskIds }: CountStations): Promise<StationsCounted> => {
    const stations = await Promise.all(kioskIds.map(snapshot));
    return { stations: stations.flat() };
  };
}

export const handler = workflowHandler({
  command: CountStations,
  bind: () => {
    const { table } = readEnv({ table: bikesEnv.table });
    return countStations({ inventory: dynamoInventory(documentClient(), table) });
  },
});
