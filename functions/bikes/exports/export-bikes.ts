import { readEnv } from '../../shared/env.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import { type BikesExported, ExportBikes } from '../reconciliation-contract.ts';
import { dynamoInventory, type Inventory, readBikes } from '../store/inventory.ts';
import { snapshotOf } from './snapshot.ts';
import { dynamoSurvey, type Survey } from './survey.ts';

/** The bikes that are recorded at some kiosks, and those with the given ids wherever they are. Unknown ones are left out. */
export function exportBikes({ inventory, survey }: { inventory: Inventory; survey: Survey }) {
  return async ({ kioskIds, bikeIds }: ExportBikes): Promise<BikesExported> => {
    const standing = (await Promise.all(kioskIds.map((kioskId) => survey.standing(kioskId)))).flat();
    const listed = new Set(standing.map(({ bikeId }) => bikeId));
    const others = await readBikes(inventory, ...new Set(bikeIds.filter((bikeId) => !listed.has(bikeId))));
    return { bikes: [...standing, ...others].map(snapshotOf) };
  };
}

export const handler = workflowHandler({
  command: ExportBikes,
  bind: () => {
    const { table } = readEnv({ table: bikesEnv.table });
    const client = documentClient();
    return exportBikes({ inventory: dynamoInventory(client, table), survey: dynamoSurvey(client, table) });
  },
});
