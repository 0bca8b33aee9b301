import { instant, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { KioskUnknown } from '../errors.ts';
import { type KioskModeChanged, SetKioskMode } from '../kiosk-contract.ts';
import { dynamoInventory } from '../store/inventory.ts';
import type { HearingDependencies } from './hearing.ts';
import { inMode, modeAfter, modeChangeMade } from './kiosk-mode.ts';

/**
 * Brings a kiosk into another mode, by one conditional write, and tells of it. A repeat gets the same answer. Rentals
 * that are under way go on: their bikes are reserved already.
 *
 * @throws KioskUnknown, ItemContended
 */
export function setKioskMode({ inventory, publish, clock }: HearingDependencies) {
  return async (command: SetKioskMode): Promise<KioskModeChanged> => {
    const { kioskId, changeId } = command;
    const detail = await untilSaved(async () => {
      const kiosk = await inventory.readKiosk(kioskId);
      if (!kiosk) throw new KioskUnknown(`There is no kiosk ${kioskId} in the inventory.`);
      const made = modeChangeMade(kiosk, changeId);
      if (made) return made;
      const standing = command.mode === 'draining' ? await inventory.listStanding(kioskId) : [];
      const mode = modeAfter(command.mode, standing.length === 0);
      const next = inMode(kiosk, { ...command, mode }, instant(clock.now()));
      return (await inventory.save(next)) ? modeChangeMade(next, changeId) : undefined;
    });
    await publish([{ type: detail.type, detail }]);
    return detail;
  };
}

export const handler = workflowHandler({
  command: SetKioskMode,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus });
    return setKioskMode({
      inventory: dynamoInventory(documentClient(), env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
