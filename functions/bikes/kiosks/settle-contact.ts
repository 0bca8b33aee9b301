import { instant, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { eventHandler } from '../../shared/event-handler.ts';
import { publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import type { ChangeBike } from '../fleet-contract.ts';
import type { Bike } from '../items/bike.ts';
import { changed, changeMade } from '../items/change.ts';
import { stateBefore } from '../items/docking.ts';
import type { KioskContact } from '../items/kiosk-contact.ts';
import { KioskContactChanged } from '../kiosk-contract.ts';
import { dynamoInventory } from '../store/inventory.ts';
import type { HearingDependencies } from './hearing.ts';

/**
 * What becomes of a bike as its kiosk goes out of contact or comes back; undefined where nothing does. A bike that is
 * reserved stays so: its rental goes on or is undone as ever, and a bike that is free after that is seen to then. One
 * that has left meanwhile is none of this kiosk's.
 */
export function afterContact(bike: Bike, { kioskId, type, at, heardAt }: KioskContact): ChangeBike | undefined {
  if (bike.kioskId !== kioskId) return undefined;
  const by = `kiosk/${kioskId}`;
  const about = { bikeId: bike.bikeId, changeId: `${by}/${type}/${at}`, by };
  if (type === 'KioskContactLost') {
    const isHere = bike.state === 'available' || bike.state === 'non_operational';
    const reason = `Nothing was heard of the kiosk since ${heardAt}.`;
    return isHere ? { ...about, event: 'comms_lost', to: 'non_contactable', reason } : undefined;
  }
  const wasLost = bike.changes?.findLast(({ event }) => event === 'comms_lost')?.by === by;
  if (bike.state !== 'non_contactable' || !wasLost) return undefined;
  return { ...about, event: 'comms_restored', to: stateBefore(bike), reason: 'The kiosk speaks again.' };
}

/**
 * Brings the bikes at a kiosk into the states that follow of its last change of contact, one by one, and marks that
 * change as settled. The mark is written only where the kiosk is as it was before the first bike: where it has come
 * back or gone meanwhile, all is looked at again, so that whoever is last leaves the bikes as the kiosk is.
 *
 * @throws ItemContended
 */
export function settleContact({ inventory, publish, clock }: HearingDependencies) {
  /** Whether nothing more is to be expected of the bike: one that is reserved will be free, and is looked at again. */
  const settle = (bikeId: string, contact: KioskContact): Promise<'settled' | 'pending'> =>
    untilSaved(async () => {
      const bike = await inventory.readBike(bikeId);
      const made = bike && changeMade(bike, `kiosk/${contact.kioskId}/${contact.type}/${contact.at}`);
      const command = bike && !made ? afterContact(bike, contact) : undefined;
      const next = command && bike && changed(bike, command, instant(clock.now()));
      if (next && !(await inventory.save(next))) return undefined;
      const change = made ?? (next && command && changeMade(next, command.changeId));
      if (change) await publish([{ type: change.type, detail: change }]);
      const isHeld = bike?.state === 'reserved' && bike.kioskId === contact.kioskId;
      return isHeld && contact.type === 'KioskContactLost' ? 'pending' : 'settled';
    });
  return async ({ kioskId }: KioskContactChanged): Promise<void> => {
    await untilSaved(async () => {
      const kiosk = await inventory.readKiosk(kioskId);
      if (!kiosk?.contact) return true;
      const { contact } = kiosk;
      let isSettled = true;
      for (const { bikeId } of await inventory.listStanding(kioskId))
        if ((await settle(bikeId, contact)) === 'pending') isSettled = false;
      return (await inventory.save({ ...kiosk, contact: { ...contact, isSettled } })) || undefined;
    });
  };
}

export const handler = eventHandler({
  detail: KioskContactChanged,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus });
    return settleContact({
      inventory: dynamoInventory(documentClient(), env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
