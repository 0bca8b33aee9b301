import { readEnv } from '../../shared/env.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import { isBooking } from '../items/booking.ts';
import { completeLog } from '../log/complete-log.ts';
import { dynamoHistory, type HistoryDependencies } from '../log/history.ts';
import { ExportOutstanding, type OutstandingExported } from '../reconciliation-contract.ts';
import { slotOf, snapshotOf } from './snapshot.ts';
import { dynamoSurvey, type Survey } from './survey.ts';

/**
 * One page of what is out: bikes that stand nowhere, and places in parties, whose names stay here. What the log lacks of
 * these bikes is written down on the way.
 */
export function exportOutstanding(deps: HistoryDependencies & { survey: Survey }) {
  return async (part: ExportOutstanding): Promise<OutstandingExported> => {
    const { bikes, holds, ...page } = await deps.survey.outstanding(part);
    const logged = await completeLog(deps, bikes);
    const snapshots = bikes.map((bike) => snapshotOf(bike, logged.get(bike.bikeId)));
    return { bikes: snapshots, places: holds.filter((hold) => !isBooking(hold)).map(slotOf), ...page };
  };
}

export const handler = workflowHandler({
  command: ExportOutstanding,
  bind: () => {
    const client = documentClient();
    const survey = dynamoSurvey(client, readEnv({ table: bikesEnv.table }).table);
    return exportOutstanding({ ...dynamoHistory(client), survey });
  },
});
