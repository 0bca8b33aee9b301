import { readEnv } from '../../shared/env.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { footageEnv } from '../env.ts';
import { ListPhotos, type PhotosListed } from '../photo-contract.ts';
import type { Photo } from './photo.ts';
import { dynamoPhotoAlbum, type PhotoAlbum } from './photo-album.ts';

/** Lists what photos there are of a bike, and which are missing, to an operator who then looks at one. */
export function listPhotos({ album }: { album: Pick<PhotoAlbum, 'listByBike'> }) {
  return async ({ bikeId }: ListPhotos): Promise<PhotosListed> => {
    const photos = await album.listByBike(bikeId);
    return {
      photos: photos.map((photo) => {
        const { photoId, status, requestedAt, stored, missing } = photo;
        return {
          ...{ photoId, ...shownOf(photo), status, requestedAt },
          ...(status === 'stored' && stored && { storedAt: stored.at }),
          ...(status !== 'stored' && missing && { reason: missing.reason }),
        };
      }),
    };
  };
}

/** What it shows, by the ids of that. */
function shownOf(photo: Photo) {
  if (photo.of === 'work') return { repairId: photo.repairId };
  const { kioskId } = photo;
  return photo.of === 'damage'
    ? { reportId: photo.reportId, kioskId }
    : { rentalId: photo.rentalId, slot: photo.slot, kioskId };
}

export const handler = workflowHandler({
  command: ListPhotos,
  bind: () => {
    const env = readEnv({ album: footageEnv.album });
    return listPhotos({ album: dynamoPhotoAlbum(documentClient(), env.album) });
  },
});
