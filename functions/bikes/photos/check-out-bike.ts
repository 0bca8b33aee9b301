import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { authoriseRental } from '../../shared/rental-authorisation.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { kmsPublicKeys, type TokenVerifier, tokenVerifier } from '../../shared/token-verifier.ts';
import { stepFunctionsTask, type WaitingTask } from '../../shared/waiting-task.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS, CheckOutBike } from '../contract.ts';
import { bikesEnv, footageEnv } from '../env.ts';
import { BikeNotReserved } from '../errors.ts';
import { holdOf } from '../items/reservation.ts';
import { photoId } from '../naming-contract.ts';
import type { PhotoStored } from '../photo-contract.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';
import { iotKioskCamera, type KioskCamera } from './kiosk-camera.ts';
import { newPhoto, ofHandOver, requestFor } from './photo.ts';
import { dynamoPhotoAlbum, type PhotoAlbum } from './photo-album.ts';
import { eventsOfPhoto } from './photo-events.ts';
import { tellPhoto } from './tell-photo.ts';

interface Dependencies {
  inventory: Pick<Inventory, 'readReservation'>;
  album: PhotoAlbum;
  camera: KioskCamera;
  task: WaitingTask<PhotoStored>;
  tokens: TokenVerifier;
  publish: Publish;
  clock: Clock;
}

/**
 * Checks a bike out that stands in the hatch, and has the kiosk photograph it, for which the task waits. Repeated,
 * the newest task waits, and the kiosk is asked again; where it is known already how the photo stands, the task is
 * told at once. A bike that was taken meanwhile is still this rental's: a repeat must not fail against that.
 *
 * @throws TokenRefused, BikeNotReserved, ItemContended
 */
export function checkOutBike(deps: Dependencies) {
  const { inventory, album, camera, task, tokens, publish, clock } = deps;
  return async (command: CheckOutBike): Promise<{ photoId: string }> => {
    const { kioskId, slot, bikeId, bay, taskToken } = command;
    const { rental: rentalId } = await authoriseRental(tokens, 'bikes', command);
    const reservation = await inventory.readReservation(holdOf(rentalId, slot));
    if (!reservation || reservation.status === 'released' || reservation.bikeId !== bikeId)
      throw new BikeNotReserved(`Rental ${rentalId} has not reserved bike ${bikeId} for its place ${slot}.`);
    const photo = await untilSaved(async () => {
      const found = ofHandOver(await album.read(photoId(rentalId, slot, bikeId)));
      const asked = found ?? newPhoto({ rentalId, slot, bikeId, kioskId, bay }, clock.now());
      const awaited = { ...asked, taskToken };
      return (await album.save(awaited)) ? awaited : undefined;
    });
    await publish(eventsOfPhoto(photo, { checkedOut: true }));
    if (photo.status === 'requested') await camera.ask(kioskId, requestFor(photo, clock.now()));
    await tellPhoto(task, photo);
    return { photoId: photo.photoId };
  };
}

export const handler = workflowHandler({
  command: CheckOutBike,
  bind: () => {
    const { table, bus, city, tokenIssuer, tokenKeys } = bikesEnv;
    const env = readEnv({ table, bus, city, tokenIssuer, tokenKeys, album: footageEnv.album });
    const client = documentClient();
    const clock = systemClock;
    return checkOutBike({
      inventory: dynamoInventory(client, env.table),
      album: dynamoPhotoAlbum(client, env.album),
      camera: iotKioskCamera(env.city),
      task: stepFunctionsTask(),
      tokens: tokenVerifier({ issuer: env.tokenIssuer, publicKeys: kmsPublicKeys(env.tokenKeys), clock }),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock,
    });
  },
});
