import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { documentClient, itemStore } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import { faultsOf } from '../items/bays.ts';
import { type Kiosk, kioskIdOf, modeOf, type Standing, statusOf } from '../items/station.ts';
import { type KiosksListed, ListedKiosk, ListKiosks } from '../kiosk-contract.ts';
import { dynamoAtlas } from '../store/atlas.ts';
import { kioskDirectory } from '../store/directory.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';
import { type KioskDirectory, kioskPages } from '../store/kiosk-directory.ts';

function listed(kiosk: Kiosk, standing: Standing[], nowMs: number): ListedKiosk {
  const { bays, name, position, boot, modeChanges = [] } = kiosk;
  const last = modeChanges.at(-1);
  return ListedKiosk.parse({
    ...statusOf(kioskIdOf(kiosk), kiosk, standing, nowMs),
    ...{ name, position, bays, mode: modeOf(kiosk) },
    ...(last && { modeChange: { at: last.at, by: last.by, reason: last.reason } }),
    bikes: standing.length,
    faults: faultsOf(kiosk),
    ...(boot && { programVersion: boot.programVersion, configVersion: boot.configVersion, bootedAt: boot.at }),
    ...(boot && boot.bays !== bays && { reportedBays: boot.bays }),
  });
}

/**
 * One page of all kiosks: what each is, how it is, and what it has to offer.
 *
 * @throws CommandMalformed where the cursor is none of ours
 */
export function listKiosks(deps: { directory: KioskDirectory; inventory: Inventory; clock: Clock }) {
  return async ({ cursor }: ListKiosks): Promise<KiosksListed> => {
    const { kiosks, ...rest } = await deps.directory.page(cursor);
    const now = deps.clock.now();
    const standing = await Promise.all(kiosks.map((kiosk) => deps.inventory.listStanding(kioskIdOf(kiosk))));
    return { kiosks: kiosks.map((kiosk, index) => listed(kiosk, standing[index] ?? [], now)), ...rest };
  };
}

/** Each is a query for its bikes; fifty are answered in the time of one read of a page. */
const PAGE = 50;

export const handler = workflowHandler({
  command: ListKiosks,
  bind: () => {
    const { table } = readEnv({ table: bikesEnv.table });
    const client = documentClient();
    const listed = { directory: kioskDirectory(itemStore(client, table)), atlas: dynamoAtlas(client, table) };
    return listKiosks({
      directory: kioskPages(listed, PAGE),
      inventory: dynamoInventory(client, table),
      clock: systemClock,
    });
  },
});
