import { type Clock, instant, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { footageEnv } from '../env.ts';
import { PhotoUnknown } from '../errors.ts';
import { type PhotoViewed, ViewPhoto } from '../photo-contract.ts';
import { isOnView } from './photo.ts';
import { dynamoPhotoAlbum, type PhotoAlbum } from './photo-album.ts';
import { type PhotoLinks, s3PhotoLinks } from './photo-links.ts';

/**
 * Lets an operator or a mechanic look at a photo. Who looks, when and why is written down first: nobody has a link whose use is not
 * in the photo's log. A repeat is another look.
 *
 * @throws PhotoUnknown, ItemContended
 */
export function viewPhoto({ album, links, clock }: { album: PhotoAlbum; links: PhotoLinks; clock: Clock }) {
  return async ({ photoId, operator, reason }: ViewPhoto): Promise<PhotoViewed> => {
    const stored = await untilSaved(async () => {
      const now = clock.now();
      const photo = await album.read(photoId);
      if (!photo?.stored || !isOnView(photo, now)) throw new PhotoUnknown(`There is no photo ${photoId} to look at.`);
      const seen = { ...photo, views: [...photo.views, { at: instant(now), operator, reason }] };
      return (await album.save(seen)) ? photo.stored : undefined;
    });
    return { photoId, mediaType: stored.mediaType, ...(await links.toView(photoId, clock.now())) };
  };
}

export const handler = workflowHandler({
  command: ViewPhoto,
  bind: () => {
    const env = readEnv(footageEnv);
    return viewPhoto({
      album: dynamoPhotoAlbum(documentClient(), env.album),
      links: s3PhotoLinks(env.bucket),
      clock: systemClock,
    });
  },
});
