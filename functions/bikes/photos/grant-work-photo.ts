import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { footageEnv } from '../env.ts';
import { PhotoUnknown } from '../errors.ts';
import { GrantWorkPhoto, type UploadGranted } from '../photo-contract.ts';
import { newWorkPhoto, type Photo } from './photo.ts';
import { dynamoPhotoAlbum, type PhotoAlbum } from './photo-album.ts';
import { type PhotoLinks, s3PhotoLinks } from './photo-links.ts';

/**
 * Lets a mechanic put a photo of their work where it belongs. That the work is theirs, and how many photos it may have,
 * the workshop has seen to before. Asked again before it has come, there is another link to the same place.
 *
 * @throws PhotoUnknown where the photo is there already, or is of something else; ItemContended
 */
export function grantWorkPhoto({ album, links, clock }: { album: PhotoAlbum; links: PhotoLinks; clock: Clock }) {
  return async ({ photoId, repairId, bikeId, ...content }: GrantWorkPhoto): Promise<UploadGranted> => {
    const photo = await untilSaved(async (): Promise<Photo | undefined> => {
      const found = await album.read(photoId);
      if (found) return found;
      const announced = newWorkPhoto({ photoId, repairId, bikeId }, clock.now());
      return (await album.save(announced)) ? announced : undefined;
    });
    const isTheirs = photo.of === 'work' && photo.repairId === repairId;
    if (!isTheirs || photo.status !== 'requested')
      throw new PhotoUnknown(`No photo ${photoId} of the work order ${repairId} is waited for.`);
    return links.toUpload(photoId, content, clock.now());
  };
}

export const handler = workflowHandler({
  command: GrantWorkPhoto,
  bind: () => {
    const env = readEnv(footageEnv);
    return grantWorkPhoto({
      album: dynamoPhotoAlbum(documentClient(), env.album),
      links: s3PhotoLinks(env.bucket),
      clock: systemClock,
    });
  },
});
