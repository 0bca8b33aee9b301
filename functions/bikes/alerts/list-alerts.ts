import { readEnv } from '../../shared/env.ts';
import { documentClient, itemStore } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import { type AlertsListed, ListAlerts } from '../feed-contract.ts';
import { type Alerts, itemAlerts } from './alert.ts';

/** What riders are told at this moment. */
export function listAlerts({ alerts }: { alerts: Alerts }) {
  return async (_: ListAlerts): Promise<AlertsListed> => ({ alerts: await alerts.shown() });
}

export const handler = workflowHandler({
  command: ListAlerts,
  bind: () => {
    const { table } = readEnv({ table: bikesEnv.table });
    return listAlerts({ alerts: itemAlerts(itemStore(documentClient(), table)) });
  },
});
