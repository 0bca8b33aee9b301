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
 * Lets a kiosk put a photo where it belongs: one that was asked of this kiosk, or goes with a report of its rider's, and
 * is not there yet. Of others it hears the same, whether there are any or not.
 *
 * @throws PhotoUnknown
 */
export function grantUpload({ album, links, clock }: { album: PhotoAlbum; links: PhotoLinks; clock: Clock }) {
  return async ({ photoId, kioskId, ...content }: GrantUpload): Promise<UploadGranted> => {
    const photo = await album.read(photoId);
    const isTheirs = photo !== undefined && photo.of !== 'work' && photo.kioskId === kioskId;
    if (!isTheirs || photo.status !== 'requested')
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
