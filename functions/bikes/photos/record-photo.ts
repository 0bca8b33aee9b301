import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod/mini';
import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { eventHandler } from '../../shared/event-handler.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { stepFunctionsTask, type WaitingTask } from '../../shared/waiting-task.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv, footageEnv } from '../env.ts';
import type { PhotoStored } from '../photo-contract.ts';
import { missPhoto, type Photo, storePhoto } from './photo.ts';
import { dynamoPhotoAlbum, type PhotoAlbum } from './photo-album.ts';
import { type PhotoBucket, photoAt, type StoredObject, s3PhotoBucket } from './photo-bucket.ts';
import { eventsOfPhoto } from './photo-events.ts';
import { photoTypeOf } from './photo-type.ts';
import { tellPhoto } from './tell-photo.ts';

/** The detail of `Object Created` (Amazon S3 User Guide, "EventBridge event message structure"). */
const ObjectCreated = z.object({ object: z.object({ key: z.string() }) });
type ObjectCreated = z.infer<typeof ObjectCreated>;

interface Dependencies {
  album: PhotoAlbum;
  bucket: PhotoBucket;
  task: WaitingTask<PhotoStored>;
  publish: Publish;
  clock: Clock;
  log: Pick<Logger, 'info'>;
}

/** The photo with what has come for it: stored where it is a photo as it says, rejected where it is not. */
function withObject(photo: Photo, { mediaType, bytes, sha256, firstBytes }: StoredObject, nowMs: number): Photo {
  const type = photoTypeOf(mediaType, firstBytes);
  if (!type || !sha256) return missPhoto(photo, 'rejected', 'NotAPhoto', nowMs);
  return storePhoto(photo, { mediaType: type, bytes, sha256 }, nowMs);
}

/**
 * Takes in a photo that has come: keeps what it is, tells the task that waits for it, if one does, and the other
 * services. One that comes after it was given up is kept all the same. S3 tells at least once: a repeat does all of it again.
 *
 * @throws ItemContended
 */
export function recordPhoto({ album, bucket, task, publish, clock, log }: Dependencies) {
  return async ({ object: { key } }: ObjectCreated): Promise<void> => {
    const photoId = photoAt(key);
    const photo = await untilSaved(async (): Promise<Photo | 'unasked' | undefined> => {
      const found = photoId && (await album.read(photoId));
      if (!found) return 'unasked';
      if (found.status === 'stored' || found.status === 'rejected') return found;
      const recorded = withObject(found, await bucket.inspect(found.photoId), clock.now());
      return (await album.save(recorded)) ? recorded : undefined;
    });
    if (photo === 'unasked') return log.info('An object is no photo that was asked for.', photoId ? { photoId } : {});
    await tellPhoto(task, photo);
    await publish(eventsOfPhoto(photo));
  };
}

export const handler = eventHandler({
  detail: ObjectCreated,
  bind: () => {
    const env = readEnv({ bus: bikesEnv.bus, ...footageEnv });
    return recordPhoto({
      album: dynamoPhotoAlbum(documentClient(), env.album),
      bucket: s3PhotoBucket(env.bucket),
      task: stepFunctionsTask(),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
      log: new Logger(),
    });
  },
});
