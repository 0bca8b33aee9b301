import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { documentClient, itemStore } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import { type Alert, ClearAlert } from '../feed-contract.ts';
import { type Alerts, itemAlerts } from './alert.ts';

/**
 * Takes an alert back. Who did, and when, is kept for a year.
 *
 * @throws AlertUnknown, ItemContended
 */
export function clearAlert({ alerts, clock }: { alerts: Alerts; clock: Clock }) {
  return (command: ClearAlert): Promise<Alert> => alerts.clear(command, clock.now());
}

export const handler = workflowHandler({
  command: ClearAlert,
  bind: () => {
    const { table } = readEnv({ table: bikesEnv.table });
    return clearAlert({ alerts: itemAlerts(itemStore(documentClient(), table)), clock: systemClock });
  },
});
