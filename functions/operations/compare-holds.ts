import { type Clock, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type CaseStore, dynamoCases } from './case-store.ts';
import { CompareHolds, type HoldsCompared } from './comparison.ts';
import { discrepancyCase } from './discrepancy-case.ts';
import { operationsEnv } from './env.ts';
import { holdDiscrepancies } from './hold-discrepancies.ts';
import { tell } from './tell.ts';

/**
 * Compares payments that are not settled with their rentals. What payments may give back by itself is the answer; for
 * the rest, a case is opened.
 *
 * @throws ItemContended
 */
export function compareHolds(deps: { cases: CaseStore; clock: Clock }) {
  return async (snapshots: CompareHolds): Promise<HoldsCompared> => {
    const { reclaims, unsettled } = holdDiscrepancies(snapshots, deps.clock.now());
    let cases = 0;
    for (const one of unsettled) if (await tell(deps, discrepancyCase(one))) cases++;
    return { reclaims, cases };
  };
}

export const handler = workflowHandler({
  command: CompareHolds,
  bind: () => {
    const { table } = readEnv({ table: operationsEnv.table });
    return compareHolds({ cases: dynamoCases(documentClient(), table), clock: systemClock });
  },
});
