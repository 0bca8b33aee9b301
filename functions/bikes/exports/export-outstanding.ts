import { readEnv } from '../../shared/env.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import { isBooking } from '../items/booking.ts';
import { ExportOutstanding, type OutstandingExported } from '../reconciliation-contract.ts';
import { slotOf, snapshotOf } from './snapshot.ts';
import { dynamoSurvey, type Survey } from './survey.ts';

/** One page of what is out: bikes that stand nowhere, and places in parties, whose names stay here. */
export function exportOutstanding({ survey }: { survey: Survey }) {
  return async (part: ExportOutstanding): Promise<OutstandingExported> => {
    const { bikes, holds, ...page } = await survey.outstanding(part);
    return { bikes: bikes.map(snapshotOf), places: holds.filter((hold) => !isBooking(hold)).map(slotOf), ...page };
  };
}

export const handler = workflowHandler({
  command: ExportOutstanding,
  bind: () => {
    const { table } = readEnv({ table: bikesEnv.table });
    return exportOutstanding({ survey: dynamoSurvey(documentClient(), table) });
  },
});
