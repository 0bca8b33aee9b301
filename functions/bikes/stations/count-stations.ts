import { readEnv } from '../../shared/env.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import { CountStations, type StationCounts, type StationsCounted } from '../stations-contract.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';

/** Some kiosks with their bays, and how many bikes stand there in which state. */
export function countStations({ inventory }: { inventory: Inventory }) {
  const snapshot = async (kioskId: string): Promise<StationCounts[]> => {
    const [kiosk, bikes] = await Promise.all([inventory.readKiosk(kioskId), inventory.listStanding(kioskId)]);
    // A kiosk that was imported before kiosks had positions is on no map.
    if (!kiosk?.position) return [];
    const { name, position, bays } = kiosk;
    const standing: StationCounts['standing'] = {};
    for (const { state } of bikes) standing[state] = (standing[state] ?? 0) + 1;
    return [{ kioskId, name, position, bays, standing }];
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
