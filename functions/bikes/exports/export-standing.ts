import { readEnv } from '../../shared/env.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import { ExportStanding, type StandingBike, type StandingExported } from '../feed-contract.ts';
import { type Atlas, dynamoAtlas } from '../store/atlas.ts';

/**
 * A page ends with the page of the index in which it comes to so many bikes. One is 170 bytes at the most here, and
 * 200 or more in the index, which gives a megabyte at a time: 2 of the 6 MB that a function may answer with.
 */
const BIKES_ENOUGH = 5_000;

/**
 * One page of the bikes that stand somewhere.
 *
 * @throws CommandMalformed where the cursor is none of ours.
 */
export function exportStanding({ atlas }: { atlas: Pick<Atlas, 'standing'> }) {
  return async (command: ExportStanding): Promise<StandingExported> => {
    const bikes: StandingBike[] = [];
    let { cursor } = command;
    do {
      const page = await atlas.standing(cursor);
      bikes.push(...page.bikes);
      cursor = page.cursor;
    } while (cursor !== undefined && bikes.length < BIKES_ENOUGH);
    return { bikes, ...(cursor !== undefined && { cursor }) };
  };
}

export const handler = workflowHandler({
  command: ExportStanding,
  bind: () => {
    const { table } = readEnv({ table: bikesEnv.table });
    return exportStanding({ atlas: dynamoAtlas(documentClient(), table) });
  },
});
