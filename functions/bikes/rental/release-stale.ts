import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv, footageEnv } from '../env.ts';
import { withoutPlace } from '../items/party.ts';
import { eventsOf, holdOf, type Reservation } from '../items/reservation.ts';
import { photoId } from '../naming-contract.ts';
import { dynamoPhotoAlbum, type PhotoAlbum } from '../photos/photo-album.ts';
import { type Hold, ReleaseStale, type StaleReleased } from '../reconciliation-contract.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';
import { releaseBike } from './release-bike.ts';

interface Dependencies {
  inventory: Inventory;
  album: Pick<PhotoAlbum, 'read'>;
  publish: Publish;
  clock: Clock;
}

/** A trip that is over, and whose place was left behind: the reservation is written first, as always, then the party. */
function freePlace({ inventory, clock }: Dependencies, hold: string): Promise<boolean> {
  return untilSaved(async () => {
    const ended = await inventory.readReservation(hold);
    if (!ended?.partyRef || ended.status !== 'ended') return false;
    const party = await inventory.readParty(ended.partyRef);
    if (!party.out.includes(hold)) return true;
    return (await inventory.save(ended, withoutPlace(party, hold, clock.now()))) ? true : undefined;
  });
}

/**
 * Once a bike was checked out, the door may have opened. Whether it is gone its kiosk alone can say, and `undo` waits for
 * that word; but a bike that somebody has since found elsewhere is not gone.
 */
async function mayBeGone({ inventory, album }: Dependencies, { hold, rentalId, slot, bikeId = '' }: Reservation) {
  if ((await inventory.readBike(bikeId))?.hold !== hold) return false;
  return (await album.read(photoId(rentalId, slot, bikeId))) !== undefined;
}

async function release(deps: Dependencies, { rentalId, slot }: Hold): Promise<boolean> {
  const hold = holdOf(rentalId, slot);
  const found = await deps.inventory.readReservation(hold);
  if (found?.status === 'ended') return freePlace(deps, hold);
  if (found?.status !== 'held' && found?.status !== 'released') return false;
  if (found.status === 'held' && (await mayBeGone(deps, found))) return false;
  const reservation = await releaseBike(deps, { rentalId, slot });
  if (reservation.takenAt) return false;
  await deps.publish(eventsOf(reservation, 'BikeReleased', 'BikeWithdrawn'));
  return true;
}

/**
 * Frees what is still held for rentals that have ended, by the word of those who keep them. A bike that was taken and
 * is not back stays its rider's, and so does its place; one that may have been taken stays reserved. May be repeated.
 *
 * @throws ItemContended
 */
export function releaseStale(deps: Dependencies) {
  return async ({ holds }: ReleaseStale): Promise<StaleReleased> => {
    let released = 0;
    for (const hold of holds) if (await release(deps, hold)) released++;
    return { holds: released };
  };
}

export const handler = workflowHandler({
  command: ReleaseStale,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus, album: footageEnv.album });
    const client = documentClient();
    return releaseStale({
      inventory: dynamoInventory(client, env.table),
      album: dynamoPhotoAlbum(client, env.album),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
