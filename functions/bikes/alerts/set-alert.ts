import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { documentClient, itemStore } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import { type Alert, SetAlert } from '../feed-contract.ts';
import { type Alerts, itemAlerts } from './alert.ts';

/**
 * Shows an alert to riders, or words it anew.
 *
 * @throws AlertClosed, AlertsTooMany, ItemContended
 */
export function setAlert({ alerts, clock }: { alerts: Alerts; clock: Clock }) {
  return (command: SetAlert): Promise<Alert> => alerts.set(command, clock.now());
}

export const handler = workflowHandler({
  command: SetAlert,
  bind: () => {
    const { table } = readEnv({ table: bikesEnv.table });
    return setAlert({ alerts: itemAlerts(itemStore(documentClient(), table)), clock: systemClock });
  },
});
