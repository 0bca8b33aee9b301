import { systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { publisher } from '../../shared/events.ts';
import { documentClient, itemStore, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { inParts } from '../in-parts.ts';
import { contactEvent, isSilent, lost } from '../items/kiosk-contact.ts';
import { isInContact, type Kiosk, kioskIdOf, modeOf } from '../items/station.ts';
import { type KiosksWatched, WatchKiosks } from '../kiosk-contract.ts';
import { dynamoAtlas } from '../store/atlas.ts';
import { kioskDirectory } from '../store/directory.ts';
import { dynamoInventory } from '../store/inventory.ts';
import { type KioskDirectory, kioskPages } from '../store/kiosk-directory.ts';
import type { HearingDependencies } from './hearing.ts';
import { setKioskMode } from './set-kiosk-mode.ts';

/**
 * Looks through the list of kiosks, and at bikes of those alone about which there is something to do: finds the ones
 * that have become silent, tells again what of a change of contact is not settled, and closes those that have drained.
 * Each is read anew before it is changed, since the list may be behind.
 *
 * @throws KioskUnknown, ItemContended
 */
export function watchKiosks({ directory, ...deps }: HearingDependencies & { directory: KioskDirectory }) {
  const { inventory, publish, clock } = deps;
  const change = setKioskMode(deps);

  /** The kiosk, out of contact where it has been silent for too long. */
  const judge = (listed: Kiosk): Promise<Kiosk> => {
    if (!isInContact(listed) || !isSilent(listed, clock.now())) return Promise.resolve(listed);
    return untilSaved(async () => {
      const kiosk = await inventory.readKiosk(kioskIdOf(listed));
      const next = kiosk && lost(kiosk, clock.now());
      if (!next) return kiosk ?? listed;
      return (await inventory.save(next)) ? next : undefined;
    });
  };

  const close = async (kiosk: Kiosk): Promise<boolean> => {
    const kioskId = kioskIdOf(kiosk);
    if (modeOf(kiosk) !== 'draining' || (await inventory.listStanding(kioskId)).length > 0) return false;
    const asked = kiosk.modeChanges?.at(-1);
    const changeId = `kiosk/${kioskId}/drained/${asked?.at}`;
    await change({
      changeId,
      kioskId,
      mode: 'closed',
      by: `kiosk/${kioskId}`,
      reason: 'No bike stands there any more.',
    });
    return true;
  };

  const attend = async (listed: Kiosk): Promise<{ isLost: boolean; isClosed: boolean }> => {
    const kiosk = await judge(listed);
    if (kiosk.contact && !kiosk.contact.isSettled) await publish(contactEvent(kiosk));
    return { isLost: isInContact(listed) && !isInContact(kiosk), isClosed: await close(kiosk) };
  };

  return async (): Promise<KiosksWatched> => {
    const found: Awaited<ReturnType<typeof attend>>[] = [];
    let cursor: string | undefined;
    do {
      const page = await directory.page(cursor);
      found.push(...(await inParts(page.kiosks, attend)));
      cursor = page.cursor;
    } while (cursor);
    const count = (which: 'isLost' | 'isClosed') => found.filter((one) => one[which]).length;
    return { kiosks: found.length, lost: count('isLost'), closed: count('isClosed') };
  };
}

/** Two thousand kiosks are two pages, of ten reads each. */
const PAGE = 1_000;

export const handler = workflowHandler({
  command: WatchKiosks,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus });
    const client = documentClient();
    const listed = { directory: kioskDirectory(itemStore(client, env.table)), atlas: dynamoAtlas(client, env.table) };
    return watchKiosks({
      directory: kioskPages(listed, PAGE),
      inventory: dynamoInventory(client, env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
