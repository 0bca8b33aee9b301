import { type Clock, instant, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { ListMoves, type MovesListed } from './contract.ts';
import { rebalancingEnv } from './env.ts';
import { hoursSince, hoursUntil, together } from './flow.ts';
import { dynamoFlows, type FlowStore } from './flow-store.ts';
import { outlookOf } from './outlook.ts';
import { pairUp } from './pairs.ts';
import { roundOf } from './round.ts';

/** Riders of the last hours say most of what those of the next will do; this hour has only begun, so two more count. */
const HOURS_COUNTED = 3;

const QUIET = { arrivals: 0, departures: 0 };

/** What a van should move next, by what stands at the kiosks now and by who has come and gone today so far. */
export function listMoves(deps: { flows: FlowStore; clock: Clock; vanHolds: number }) {
  return async ({ stations }: ListMoves): Promise<MovesListed> => {
    const now = deps.clock.now();
    const hours = await Promise.all(hoursUntil(now, HOURS_COUNTED).map((hour) => deps.flows.ofHour(hour)));
    const flows = together(hours.flat());
    const passed = hoursSince(now, HOURS_COUNTED);
    const outlooks = stations.map((one) => outlookOf(one, flows.get(one.kioskId) ?? QUIET, passed, now));
    return { asOf: instant(now), moves: roundOf(pairUp(outlooks), deps.vanHolds) };
  };
}

export const handler = workflowHandler({
  command: ListMoves,
  bind: () => {
    const { table, vanHolds } = readEnv(rebalancingEnv);
    return listMoves({
      flows: dynamoFlows(documentClient(), table),
      clock: systemClock,
      vanHolds: Number(vanHolds),
    });
  },
});
