import { systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { publisher } from '../../shared/events.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { KioskUnknown } from '../errors.ts';
import { HearKiosk } from '../kiosk-contract.ts';
import { dynamoInventory } from '../store/inventory.ts';
import { type HearingDependencies, hearing } from './hearing.ts';

/**
 * A kiosk says that it is there.
 *
 * @throws KioskUnknown, ItemContended
 */
export function hearKiosk(deps: HearingDependencies) {
  const hear = hearing(deps);
  return async ({ kioskId, thing }: HearKiosk): Promise<void> => {
    if (kioskId !== thing) throw new KioskUnknown(`${thing} said that it is ${kioskId}. It may speak for itself only.`);
    await hear(kioskId);
  };
}

export const handler = workflowHandler({
  command: HearKiosk,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus });
    return hearKiosk({
      inventory: dynamoInventory(documentClient(), env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
