import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { footageEnv } from '../env.ts';
import { PhotoUnknown } from '../errors.ts';
import { GrantUpload, type UploadGranted } from '../photo-contract.ts';
import { dynamoPhotoAlbum, type PhotoAlbum } from './photo-album.ts';
import { type PhotoLinks, s3PhotoLinks } from './photo-links.ts';

/**
 * Lets a kiosk put a photo where it belongs: one that was asked of this kiosk, and is still waited for. Of others it
 * hears the same, whether there are any or not.
 *
 * @throws PhotoUnknown
 */
export function grantUpload({ album, links, clock }: { album: PhotoAlbum; links: PhotoLinks; clock: Clock }) {
  return async ({ photoId, kioskId, ...content }: GrantUpload): Promise<UploadGranted> => {
    const photo = await album.read(photoId);
    if (photo?.status !== 'requested' || photo.kioskId !== kioskId)
      throw new PhotoUnknown(`No photo ${photoId} is asked of ${kioskId}.`);
    return links.toUpload(photoId, content, clock.now());
  };
}

export const handler = workflowHandler({
  command: GrantUpload,
  bind: () => {
    const env = readEnv(footageEnv);
    return grantUpload({
      album: dynamoPhotoAlbum(documentClient(), env.album),
      links: s3PhotoLinks(env.bucket),
      clock: systemClock,
    });
  },
});
