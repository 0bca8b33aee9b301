import { type Clock, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type CaseStore, dynamoCases } from './case-store.ts';
import { CompareShard, type ShardCompared } from './comparison.ts';
import { discrepancies } from './discrepancies.ts';
import { discrepancyCase } from './discrepancy-case.ts';
import { operationsEnv } from './env.ts';
import { tell } from './tell.ts';

/**
 * Compares the snapshots of some kiosks, or of a part of what is out. What bikes may heal by itself is the answer; for
 * the rest, a case is opened. Comparing the same snapshots again opens none.
 *
 * @throws ItemContended
 */
export function compareShard(deps: { cases: CaseStore; clock: Clock }) {
  return async (snapshots: CompareShard): Promise<ShardCompared> => {
    const { corrections, stale, unsettled } = discrepancies(snapshots, deps.clock.now());
    let cases = 0;
    for (const one of unsettled) if (await tell(deps, discrepancyCase(one))) cases++;
    return { corrections, stale, cases };
  };
}

export const handler = workflowHandler({
  command: CompareShard,
  bind: () => {
    const { table } = readEnv({ table: operationsEnv.table });
    return compareShard({ cases: dynamoCases(documentClient(), table), clock: systemClock });
  },
});
