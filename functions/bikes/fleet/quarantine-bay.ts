import { type Clock, instant, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import type { Kiosk } from '../items/station.ts';
import { type BayChanged, QuarantineBay } from '../operator-contract.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';
import { knownBay } from './known-bay.ts';

/** As many as may be asked for again, as of bikes. */
const CHANGES_KEPT = 8;

/** The kiosk with the bay out of service or back in it, and the change kept with it. `at`: RFC 3339. */
function withBay(kiosk: Kiosk, { isQuarantined, ...command }: QuarantineBay, at: string): Kiosk {
  const { changeId, kioskId, bay, by, reason } = command;
  const type = isQuarantined ? 'BayQuarantined' : 'BayRestored';
  const change: BayChanged = { type, changeId, at, kioskId, bay, by, reason };
  const others = (kiosk.quarantined ?? []).filter((one) => one !== bay);
  return {
    ...kiosk,
    quarantined: (isQuarantined ? [...others, bay] : others).sort((a, b) => a - b),
    bayChanges: [...(kiosk.bayChanges ?? []), change].slice(-CHANGES_KEPT),
  };
}

/**
 * Takes a bay out of service or back into it, by one conditional write, and tells of it. A repeat gets the same answer.
 *
 * @throws BayUnknown, ItemContended
 */
export function quarantineBay(deps: { inventory: Inventory; publish: Publish; clock: Clock }) {
  const { inventory, publish, clock } = deps;
  return async (command: QuarantineBay): Promise<BayChanged> => {
    const madeOf = (kiosk: Kiosk) => kiosk.bayChanges?.find(({ changeId }) => changeId === command.changeId);
    const detail = await untilSaved(async () => {
      const kiosk = await knownBay(inventory, command);
      const made = madeOf(kiosk);
      if (made) return made;
      const next = withBay(kiosk, command, instant(clock.now()));
      return (await inventory.save(next)) ? madeOf(next) : undefined;
    });
    await publish([{ type: detail.type, detail }]);
    return detail;
  };
}

export const handler = workflowHandler({
  command: QuarantineBay,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus });
    return quarantineBay({
      inventory: dynamoInventory(documentClient(), env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
