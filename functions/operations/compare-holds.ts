import { workflowHandler } from '../shared/workflow-handler.ts';
import { CompareHolds, type HoldsCompared } from './comparison.ts';
import { type CaseDependencies, caseDependencies } from './dependencies.ts';
import { discrepancyCase } from './discrepancy-case.ts';
import { holdDiscrepancies } from './hold-discrepancies.ts';
import { tellAll } from './tell.ts';

/**
 * Compares payments that are not settled with their rentals. What payments may give back by itself is the answer; for
 * the rest, a case is opened.
 *
 * @throws ItemContended
 */
export function compareHolds(deps: CaseDependencies) {
  return async (snapshots: CompareHolds): Promise<HoldsCompared> => {
    const { reclaims, unsettled } = holdDiscrepancies(snapshots, deps.clock.now());
    return { reclaims, cases: await tellAll(deps, unsettled.map(discrepancyCase)) };
  };
}

export const handler = workflowHandler({
  command: CompareHolds,
  bind: () => compareHolds(caseDependencies()),
});
