import { readEnv } from '../shared/env.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type Fare, QuoteFare, type Tariff } from './contract.ts';
import { paymentsEnv } from './env.ts';
import { fareFor, readTariff } from './tariff.ts';

/** Tells what a rider of a kind pays in this city. */
export function quoteFare(deps: { tariff: Tariff }) {
  return async ({ kind }: QuoteFare): Promise<Fare> => fareFor(deps.tariff, kind);
}

export const handler = workflowHandler({
  command: QuoteFare,
  bind: () => {
    const { tariff } = paymentsEnv;
    return quoteFare({ tariff: readTariff(readEnv({ tariff }).tariff) });
  },
});
