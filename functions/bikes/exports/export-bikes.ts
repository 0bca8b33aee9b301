import { readEnv } from '../../shared/env.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import { completeLog } from '../log/complete-log.ts';
import { dynamoHistory, type HistoryDependencies } from '../log/history.ts';
import { type BikesExported, ExportBikes } from '../reconciliation-contract.ts';
import { type Inventory, readBikes } from '../store/inventory.ts';
import { snapshotOf } from './snapshot.ts';
import { dynamoSurvey, type Survey } from './survey.ts';

/**
 * The bikes that are recorded at some kiosks, and those with the given ids wherever they are. Unknown ones are left out.
 * What the log lacks of them is written down on the way.
 */
export function exportBikes(deps: HistoryDependencies & { inventory: Inventory; survey: Survey }) {
  const { inventory, survey } = deps;
  return async ({ kioskIds, bikeIds }: ExportBikes): Promise<BikesExported> => {
    const standing = (await Promise.all(kioskIds.map((kioskId) => survey.standing(kioskId)))).flat();
    const listed = new Set(standing.map(({ bikeId }) => bikeId));
    const others = await readBikes(inventory, ...new Set(bikeIds.filter((bikeId) => !listed.has(bikeId))));
    const bikes = [...standing, ...others];
    const logged = await completeLog(deps, bikes);
    return { bikes: bikes.map((bike) => snapshotOf(bike, logged.get(bike.bikeId))) };
  };
}

export const handler = workflowHandler({
  command: ExportBikes,
  bind: () => {
    const client = documentClient();
    const history = dynamoHistory(client);
    return exportBikes({ ...history, survey: dynamoSurvey(client, readEnv({ table: bikesEnv.table }).table) });
  },
});
