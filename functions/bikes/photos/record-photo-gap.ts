import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { authoriseRental } from '../../shared/rental-authorisation.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { kmsPublicKeys, type TokenVerifier, tokenVerifier } from '../../shared/token-verifier.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv, footageEnv } from '../env.ts';
import { BikeNotReserved } from '../errors.ts';
import { holdOf } from '../items/reservation.ts';
import { photoId } from '../naming-contract.ts';
import { RecordPhotoGap } from '../photo-contract.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';
import { type HandOverPhoto, missPhoto, newPhoto, ofHandOver, type Photo } from './photo.ts';
import { dynamoPhotoAlbum, type PhotoAlbum } from './photo-album.ts';
import { eventsOfPhoto } from './photo-events.ts';

interface Dependencies {
  inventory: Pick<Inventory, 'readReservation'>;
  album: PhotoAlbum;
  tokens: TokenVerifier;
  publish: Publish;
  clock: Clock;
}

/**
 * Records that there was no photo in time. One that has come meanwhile is there, and nothing is told. Where the bike
 * was not even checked out before the time was up, the gap is kept all the same.
 *
 * @throws TokenRefused, BikeNotReserved, ItemContended
 */
export function recordPhotoGap({ inventory, album, tokens, publish, clock }: Dependencies) {
  const unasked = async (rentalId: string, { slot, bikeId }: RecordPhotoGap): Promise<HandOverPhoto> => {
    const reservation = await inventory.readReservation(holdOf(rentalId, slot));
    if (!reservation?.stoodAt || reservation.bikeId !== bikeId)
      throw new BikeNotReserved(`Rental ${rentalId} has not reserved bike ${bikeId} for its place ${slot}.`);
    const { kiosk, bay } = reservation.stoodAt;
    return newPhoto({ rentalId, slot, bikeId, kioskId: kiosk, bay }, clock.now());
  };
  return async (command: RecordPhotoGap): Promise<{ photoId: string; status: Photo['status'] }> => {
    const { slot, bikeId, reason } = command;
    const { rental: rentalId } = await authoriseRental(tokens, 'bikes', command);
    const photo = await untilSaved(async () => {
      const found = ofHandOver(await album.read(photoId(rentalId, slot, bikeId)));
      const missing = missPhoto(found ?? (await unasked(rentalId, command)), 'missing', reason, clock.now());
      return missing === found || (await album.save(missing)) ? missing : undefined;
    });
    if (photo.status !== 'stored') await publish(eventsOfPhoto(photo));
    return { photoId: photo.photoId, status: photo.status };
  };
}

export const handler = workflowHandler({
  command: RecordPhotoGap,
  bind: () => {
    const { table, bus, tokenIssuer, tokenKeys } = bikesEnv;
    const env = readEnv({ table, bus, tokenIssuer, tokenKeys, album: footageEnv.album });
    const client = documentClient();
    const clock = systemClock;
    return recordPhotoGap({
      inventory: dynamoInventory(client, env.table),
      album: dynamoPhotoAlbum(client, env.album),
      tokens: tokenVerifier({ issuer: env.tokenIssuer, publicKeys: kmsPublicKeys(env.tokenKeys), clock }),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock,
    });
  },
});
