import { workflowHandler } from '../shared/workflow-handler.ts';
import { CompareShard, type ShardCompared } from './comparison.ts';
import { type CaseDependencies, caseDependencies } from './dependencies.ts';
import { discrepancies } from './discrepancies.ts';
import { discrepancyCase } from './discrepancy-case.ts';
import { tellAll } from './tell.ts';

/**
 * Compares the snapshots of some kiosks, or of a part of what is out. What bikes may heal by itself is the answer; for
 * the rest, a case is opened. Comparing the same snapshots again opens none.
 *
 * @throws ItemContended
 */
export function compareShard(deps: CaseDependencies) {
  return async (snapshots: CompareShard): Promise<ShardCompared> => {
    const { corrections, stale, unsettled } = discrepancies(snapshots, deps.clock.now());
    return { corrections, stale, cases: await tellAll(deps, unsettled.map(discrepancyCase)) };
  };
}

export const handler = workflowHandler({
  command: CompareShard,
  bind: () => compareShard(caseDependencies()),
});
